import { request } from 'node:http';
import { Miniflare } from 'miniflare';

const accessKeyId = 'local-key';
const secretAccessKey = 'local-secret';
const script = 'export default { fetch() { return new Response(null, { status: 404 }); } };';

/** Token of user `u1` in test environments. */
export const token = 'token-of-u1-token-of-u1-token-of-u1';

/** Token of user `u2` in test environments. */
export const otherToken = 'token-of-u2-token-of-u2-token-of-u2';

/** Environment of a companion that signs for a storage at `origin`. */
export function environmentFor(origin: string): Record<string, string> {
  return {
    R2_ENDPOINT_URL: `${origin}/cdn-cgi/local/r2/s3`,
    R2_ACCESS_KEY_ID: accessKeyId,
    R2_SECRET_ACCESS_KEY: secretAccessKey,
    R2_BUCKET_NAME: 'images',
    R2_PUBLIC_BASE: `${origin}/cdn-cgi/local/r2/public/images`,
    API_TOKENS: `u2:${otherToken}, u1:${token}`,
  };
}

/** Starts R2 as Cloudflare's local runtime has it, S3 endpoint with signature checks included. */
export async function startLocalR2() {
  const miniflare = new Miniflare({
    modules: true,
    script,
    compatibilityDate: '2026-07-01',
    host: '127.0.0.1',
    port: 0,
    routes: ['127.0.0.1/*'],
    r2Buckets: { IMAGES: { id: 'images', s3Credentials: { accessKeyId, secretAccessKey } } },
  });
  const { origin } = await miniflare.ready;
  return { environment: environmentFor(origin), stop: () => miniflare.dispose() };
}

/** PUT with exactly these headers, on a connection of its own: the local R2 closes one after a refusal. Gives the status. */
export function put(url: string, headers: Record<string, string>, body: string | Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'PUT', headers: { ...headers, ...length }, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject).end(body);
  });
}
