import type { Answer } from '../tls/answer';
import { type Ground, openHostServer } from '../tls/host-server';
import type { SandboxRequest } from '../tls/request';
import type { Bucket } from './bucket';

const readOnly = new Set(['GET', 'HEAD']);

/** The bucket's public address, a custom domain in real life: GET and HEAD for everyone, readable by any page. */
export function openPublicServer(ground: Ground, bucket: Bucket) {
  const handle = async (request: SandboxRequest): Promise<Answer> => {
    if (!readOnly.has(request.method)) return { status: 405, headers: { allow: 'GET, HEAD' } };
    const answer = await bucket.answerPublic(request);
    return { ...answer, headers: { ...answer.headers, 'access-control-allow-origin': '*' } };
  };
  return openHostServer(ground, { handle, describe: ({ path }) => ({ key: path.slice(1) }) });
}
