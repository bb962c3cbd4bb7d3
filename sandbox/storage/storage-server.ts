import type { Answer } from '../tls/answer';
import { type Ground, openHostServer } from '../tls/host-server';
import type { SandboxRequest } from '../tls/request';
import { type Bucket, keyOf } from './bucket';
import { createPartRules } from './part-rules';
import { createWriteLimit, refusePut } from './put-rules';
import { s3Error } from './s3-error';

/** R2's S3 endpoint: signatures judged by the bucket, the rest of real R2's strictness added in front of it. */
export async function openStorageServer(ground: Ground, bucket: Bucket) {
  const writes = createWriteLimit(ground.now);
  const parts = createPartRules();

  const put = (request: SandboxRequest) => {
    const refusal = refusePut(request);
    if (refusal) return refusal;
    return writes.guard(keyOf(request), () => bucket.answerS3(request));
  };

  /** A part is no write to the key yet, its completion is one. */
  const answerParts = (request: SandboxRequest) => {
    const refusal = request.query.has('partNumber') ? refusePut(request) : undefined;
    if (refusal) return refusal;
    const ask = () => bucket.answerS3(request);
    const isWrite = request.method === 'POST' && request.query.has('uploadId');
    return parts.answer(request, () => (isWrite ? writes.guard(keyOf(request), ask) : ask()));
  };

  const handle = (request: SandboxRequest): Answer | Promise<Answer> => {
    // Without a CORS rule on the bucket every preflight is refused, and refusals carry no CORS headers.
    if (request.method === 'OPTIONS') return s3Error('AccessDenied');
    return answerParts(request) ?? (request.method === 'PUT' ? put(request) : bucket.answerS3(request));
  };

  /** `part`: the number of a part of an upload. */
  const describe = (request: SandboxRequest): { key: string; part?: number } => {
    const part = request.query.get('partNumber');
    return { key: keyOf(request), ...(part !== null && { part: Number(part) }) };
  };

  const server = await openHostServer(ground, { handle, describe });
  const forgetWrites = () => {
    writes.forget();
    parts.forget();
  };
  return { ...server, forgetWrites, openUploads: parts.open };
}
