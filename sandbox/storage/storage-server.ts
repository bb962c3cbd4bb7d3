import type { Answer } from '../tls/answer';
import { type Ground, openHostServer } from '../tls/host-server';
import type { SandboxRequest } from '../tls/request';
import { type Bucket, keyOf } from './bucket';
import { createWriteLimit, refusePut } from './put-rules';
import { s3Error } from './s3-error';

/** R2's S3 endpoint: signatures judged by the bucket, the rest of real R2's strictness added in front of it. */
export async function openStorageServer(ground: Ground, bucket: Bucket) {
  const writes = createWriteLimit(ground.now);

  const put = (request: SandboxRequest) => {
    const refusal = refusePut(request);
    if (refusal) return refusal;
    const write = () => bucket.answerS3(request);
    // A part of a multipart upload is no write to the key yet.
    return request.query.has('partNumber') ? write() : writes.guard(keyOf(request), write);
  };

  const handle = (request: SandboxRequest): Answer | Promise<Answer> => {
    // Without a CORS rule on the bucket every preflight is refused, and refusals carry no CORS headers.
    if (request.method === 'OPTIONS') return s3Error('AccessDenied');
    return request.method === 'PUT' ? put(request) : bucket.answerS3(request);
  };

  const server = await openHostServer(ground, { handle, describe: (request) => ({ key: keyOf(request) }) });
  return { ...server, forgetWrites: writes.forget };
}
