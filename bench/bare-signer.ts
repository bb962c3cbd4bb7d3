import { Sha256 } from '@aws-sdk/checksums/sha';
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { buildQueryString, HttpRequest } from '@smithy/core/protocols';
import { environmentFor } from '../companion/testing/local-r2';

const host = 'r2.example.com';
const folder = '/cdn-cgi/local/r2/s3/images';

/** Environment of the companion that is measured. */
export const environment = { ...environmentFor(`https://${host}`), LOG_LEVEL: 'silent' };

// Base64, as the extension sends it.
const checksum_sha256 = 'q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=';

/** One batch, as the extension asks for it. */
export const items = Array.from({ length: 500 }, (_, n) => ({
  r2_path: `users/u1/ozon/ART-${n}/ART-${n}_1.jpg`,
  content_type: 'image/jpeg',
  content_length: 300_000 + n,
  checksum_sha256,
}));

/** One batch by the class alone, the companion's addresses: what no companion can be faster than. Gives the last. */
export function createBareSigner() {
  const credentials = { accessKeyId: 'local-key', secretAccessKey: 'local-secret' };
  const signer = new S3RequestPresigner({ region: 'auto', credentials, sha256: Sha256 });
  const options = {
    expiresIn: 300,
    signableHeaders: new Set(['content-type']),
    unhoistableHeaders: new Set(['x-amz-checksum-sha256', 'x-amz-content-sha256']),
    unsignableHeaders: new Set(['x-amz-content-sha256']),
  };
  return async () => {
    let last = '';
    for (const { r2_path, content_type, content_length } of items) {
      const headers = {
        host,
        'content-type': content_type,
        'x-amz-checksum-sha256': checksum_sha256,
        'content-length': String(content_length),
      };
      const request = { method: 'PUT', protocol: 'https:', hostname: host, path: `${folder}/${r2_path}`, headers };
      const { path, query } = await signer.presign(new HttpRequest(request), options);
      last = `https://${host}${path}?${buildQueryString(query ?? {})}`;
    }
    return last;
  };
}
