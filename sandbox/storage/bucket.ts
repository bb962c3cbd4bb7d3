import type { Answer } from '../tls/answer';
import type { SandboxRequest } from '../tls/request';

/** An object as the bucket holds it; the hash is hex SHA-256. */
export type StoredObject = { key: string; size: number; contentType: string; sha256: string };

/** One bucket behind R2's names. */
export type Bucket = {
  /** Answers a request to the S3 endpoint, its signature included. No CORS headers. */
  answerS3(request: SandboxRequest): Promise<Answer>;
  /** Answers GET and HEAD at the public address, where the path is the key. */
  answerPublic(request: SandboxRequest): Promise<Answer>;
  /** Everything stored. */
  objects(): Promise<StoredObject[]>;
  /** Empties the bucket. */
  clear(): Promise<void>;
  /** Ends it; what it stored is gone. */
  stop(): Promise<void>;
};

export const bucketName = 'images';

/** Where Miniflare's S3 endpoint lives. It is part of what is signed, so it is part of the endpoint's address. */
export const s3Path = '/cdn-cgi/local/r2/s3';

export const credentials = {
  accessKeyId: 'sandbox0access0key0id0000000000a',
  secretAccessKey: 'sandbox-secret-access-key-of-no-use-anywhere-else',
};

const keyPath = `${s3Path}/${bucketName}/`;

/** The object's key in a request to the S3 endpoint; empty when it names none, or one that cannot be decoded. */
export function keyOf({ path }: SandboxRequest): string {
  if (!path.startsWith(keyPath)) return '';
  try {
    return decodeURIComponent(path.slice(keyPath.length));
  } catch {
    return '';
  }
}
