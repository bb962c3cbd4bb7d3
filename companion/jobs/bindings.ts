/** What server mode uses of the Workers runtime, as far as it uses it. */

export type Message = {
  body: unknown;
  /** Deliveries so far, this one included. */
  attempts: number;
  ack(): void;
  retry(options?: { delaySeconds?: number }): void;
};

/** Messages handed to a consumer together. */
export type MessageBatch = { queue: string; messages: readonly Message[] };

/** The producing end of a queue. */
export type Queue = { sendBatch(messages: { body: unknown }[]): Promise<unknown> };

type PutOptions = { httpMetadata: { contentType: string }; sha256: ArrayBuffer };

/** An R2 bucket; null when a condition was not met, and none is set here. */
export type Bucket = {
  put(
    key: string,
    body: ArrayBuffer | Uint8Array<ArrayBuffer> | Blob,
    options: PutOptions,
  ): Promise<{ httpEtag: string } | null>;
};

const boundAs = (environment: object, name: string): unknown =>
  Object.entries(environment).find(([key]) => key === name)?.[1];

const hasMethod = (binding: unknown, method: string): boolean =>
  typeof binding === 'object' && binding !== null && method in binding;

const isQueue = (binding: unknown): binding is Queue => hasMethod(binding, 'sendBatch');
const isBucket = (binding: unknown): binding is Bucket => hasMethod(binding, 'put');

/** The queue bound as `JOBS` and the bucket bound as `BUCKET`, as far as they are. */
export function boundQueueAndBucket(environment: object): { queue?: Queue; bucket?: Bucket } {
  const queue = boundAs(environment, 'JOBS');
  const bucket = boundAs(environment, 'BUCKET');
  return { ...(isQueue(queue) && { queue }), ...(isBucket(bucket) && { bucket }) };
}
