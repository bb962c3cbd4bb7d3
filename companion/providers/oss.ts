import { z } from 'zod';
import { needed, neededAddress, neededBucket, type Provider } from '../settings';

const shape = z.object({
  OSS_BUCKET: neededBucket('OSS_BUCKET'),
  OSS_REGION: needed('OSS_REGION', {
    example: 'cn-hangzhou',
    pattern: /^(?!oss-)[a-z0-9-]+$/,
    expected: 'a region without oss- in front',
  }),
  OSS_ACCESS_KEY: needed('OSS_ACCESS_KEY', { example: '<AccessKey ID>' }),
  OSS_SECRET: needed('OSS_SECRET', { example: '<AccessKey Secret>' }),
  OSS_BASE_URL: neededAddress('OSS_BASE_URL', 'https://img.example.com'),
  // Accounts of mainland China made since 2025-03-20 may send data by a domain of their own only.
  OSS_UPLOAD_DOMAIN: neededAddress('OSS_UPLOAD_DOMAIN', 'https://upload.example.com').optional(),
});

const settings = shape.transform((environment) => ({
  name: 'oss',
  displayName: 'Aliyun OSS',
  endpoint: environment.OSS_UPLOAD_DOMAIN ?? `https://s3.oss-${environment.OSS_REGION}.aliyuncs.com`,
  // Path style is refused with 403 SecondLevelDomainForbidden.
  addressing: environment.OSS_UPLOAD_DOMAIN === undefined ? ('host' as const) : ('own' as const),
  region: environment.OSS_REGION,
  bucket: environment.OSS_BUCKET,
  accessKeyId: environment.OSS_ACCESS_KEY,
  secretAccessKey: environment.OSS_SECRET,
  publicBase: environment.OSS_BASE_URL,
  checksums: false,
  // If-None-Match is answered 501 there.
  writeOnce: ['x-oss-forbid-overwrite', 'true'] as const,
  minPartBytes: 100 * 1024,
}));

/** Aliyun OSS by its S3 interface (object-storage.md §4). */
export const oss: Provider = {
  variables: Object.keys(shape.shape),
  read: (environment) => settings.safeParse(environment),
};
