import { createHash } from 'node:crypto';
import { sniffImageType } from '../../lib/core/image-type';
import type { Answer } from '../tls/answer';
import { type Ground, openHostServer } from '../tls/host-server';
import type { SandboxRequest } from '../tls/request';
import type { Gallery } from './gallery';

const sizeSegment = /\/w?c(\d+)(?=\/[^/]+$)/;

const addressOf = ({ host, path }: SandboxRequest) => `https://${host}${path}`;

// Bytes follow from the address, so hashing the address is enough and costs nothing.
const etagOf = (address: string) => `"${createHash('md5').update(address).digest('hex')}"`;

/** Answers GET and HEAD of a picture; `/wc1000/` or `/c500/` before the file name asks for a smaller one. */
async function answerPicture(gallery: Gallery, request: SandboxRequest): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, body: 'method not allowed' };
  const asked = addressOf(request);
  const width = sizeSegment.exec(asked)?.[1];
  const bytes = await gallery.bytesOf(asked.replace(sizeSegment, ''), width === undefined ? undefined : Number(width));
  if (!bytes) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found' };
  const etag = etagOf(asked);
  if (request.headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
  const contentType = sniffImageType(bytes)?.contentType ?? 'application/octet-stream';
  return {
    status: 200,
    headers: { 'content-type': contentType, 'cache-control': 'max-age=31536000', etag },
    body: bytes,
  };
}

/** Ozon's image CDN (ozon-seller-api.md §5): no CORS headers, the type told by the bytes whatever the suffix. */
export function openCdnServer(ground: Ground, gallery: Gallery) {
  return openHostServer(ground, {
    handle: (request) => answerPicture(gallery, request),
    describe: (request) => ({ url: addressOf(request) }),
  });
}
