import { z } from 'zod';
import { needed, neededAddress, neededBucket, type Provider } from '../settings';

const shape = z.object({
  S3_ENDPOINT_URL: neededAddress('S3_ENDPOINT_URL', 'https://storage.example.com'),
  S3_REGION: needed('S3_REGION', { example: 'us-east-1' }),
  S3_ACCESS_KEY_ID: needed('S3_ACCESS_KEY_ID', { example: '<access key id>' }),
  S3_SECRET_ACCESS_KEY: needed('S3_SECRET_ACCESS_KEY', { example: '<secret access key>' }),
  S3_BUCKET_NAME: neededBucket('S3_BUCKET_NAME'),
  S3_PUBLIC_BASE: neededAddress('S3_PUBLIC_BASE', 'https://img.example.com'),
});

const settings = shape.transform((environment) => ({
  name: 's3',
  displayName: 'S3-compatible storage',
  endpoint: environment.S3_ENDPOINT_URL,
  region: environment.S3_REGION,
  bucket: environment.S3_BUCKET_NAME,
  accessKeyId: environment.S3_ACCESS_KEY_ID,
  secretAccessKey: environment.S3_SECRET_ACCESS_KEY,
  publicBase: environment.S3_PUBLIC_BASE,
}));

/** Any server that speaks S3 with path-style addresses: AWS S3, Yandex Object Storage, MinIO, Ceph. */
export const s3: Provider = {
  variables: Object.keys(shape.shape),
  read: (environment) => settings.safeParse(environment),
};
