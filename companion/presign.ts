import { Sha256 } from '@aws-sdk/checksums/sha';
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { buildQueryString, extendedEncodeURIComponent, HttpRequest } from '@smithy/core/protocols';
import type { PresignedUpload } from '../lib/storage/companion-api';
import type { StorageSettings } from './settings';
import type { UploadPlan } from './upload-plan';

type Options = { expirySeconds?: number; now?: () => Date };

const encodeKey = (key: string) => key.split('/').map(extendedEncodeURIComponent).join('/');

/** Headers the client sends itself: it must send exactly these, so exactly these are signed beside host and length. */
function clientHeaders({ contentType, checksum }: UploadPlan): Record<string, string> {
  return { 'content-type': contentType, ...(checksum && { 'x-amz-checksum-sha256': checksum }) };
}

/**
 * Signs PUTs for one bucket with Signature V4 in the query. Content type, length and checksum are signed as headers: in
 * the query S3 would not enforce them (object-storage.md §3). A URL lives `expirySeconds` (300) from `now`.
 */
export function createPresigner(
  storage: StorageSettings,
  { expirySeconds = 300, now = () => new Date() }: Options = {},
) {
  const { protocol, host, hostname, pathname } = new URL(storage.endpoint);
  const root = `${pathname.replace(/\/$/, '')}/${storage.bucket}/`;
  const { accessKeyId, secretAccessKey, region } = storage;
  const signer = new S3RequestPresigner({ region, credentials: { accessKeyId, secretAccessKey }, sha256: Sha256 });

  return async (plan: UploadPlan): Promise<PresignedUpload> => {
    const headers = clientHeaders(plan);
    const key = encodeKey(plan.key);
    const length = plan.contentLength === undefined ? {} : { 'content-length': String(plan.contentLength) };
    const request = new HttpRequest({
      method: 'PUT',
      protocol,
      hostname,
      path: root + key,
      headers: { host, ...headers, ...length },
    });
    const signingDate = now();
    const signed = await signer.presign(request, {
      signingDate,
      expiresIn: expirySeconds,
      signableHeaders: new Set(['content-type']),
      // The class marks the body as unsigned by a header. S3 takes that for granted in a presigned URL, so the header
      // goes neither into the query nor into the signature, which saves 38 bytes a URL.
      unhoistableHeaders: new Set(['x-amz-checksum-sha256', 'x-amz-content-sha256']),
      unsignableHeaders: new Set(['x-amz-content-sha256']),
    });
    return {
      upload_url: `${protocol}//${host}${signed.path}?${buildQueryString(signed.query ?? {})}`,
      public_url: `${storage.publicBase}/${key}`,
      headers,
      expires_at: new Date(Math.floor(signingDate.getTime() / 1000 + expirySeconds) * 1000).toISOString(),
    };
  };
}

export type Presign = ReturnType<typeof createPresigner>;
