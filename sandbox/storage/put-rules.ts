import { createHash } from 'node:crypto';
import type { Answer } from '../tls/answer';
import type { SandboxRequest } from '../tls/request';
import { s3Error } from './s3-error';

/** R2 takes one write per second and key (object-storage.md §2). */
const writeInterval = 1000;

const sha256Text = /^[A-Za-z0-9+/]{43}=$/;

function refuseDigest({ headers, body }: SandboxRequest): Answer | undefined {
  const promised = headers['x-amz-checksum-sha256'];
  if (promised === undefined) return undefined;
  if (typeof promised !== 'string' || !sha256Text.test(promised)) return s3Error('InvalidDigest');
  const actual = createHash('sha256').update(body).digest('base64');
  return actual === promised ? undefined : s3Error('BadDigest');
}

/** What real R2 refuses and Miniflare's does not: a body of unknown length, or not what its checksum promises. */
export function refusePut(request: SandboxRequest): Answer | undefined {
  if (request.headers['content-length'] === undefined) return s3Error('MissingContentLength');
  return refuseDigest(request);
}

/** Lets each key be written once a second. Refused writes do not count. */
export function createWriteLimit(now: () => number) {
  const written = new Map<string, number>();
  return {
    /** Runs the write, or answers 429 when the key was written less than a second ago (or is being written). */
    async guard(key: string, write: () => Promise<Answer>): Promise<Answer> {
      const before = written.get(key);
      const at = now();
      if (before !== undefined && at - before < writeInterval)
        return s3Error('TooManyRequests', { 'retry-after': '1' });
      written.set(key, at);
      const answer = await write();
      if (answer.status >= 300) written.delete(key);
      return answer;
    },
    forget: () => written.clear(),
  };
}
