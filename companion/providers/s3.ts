import { z } from 'zod';
import { needed, neededAddress, neededBucket, type Provider, usualQuirks } from '../settings';
import { aws } from './aws';

const shape = z.object({
  S3_ENDPOINT_URL: neededAddress('S3_ENDPOINT_URL', 'https://storage.example.com'),
  S3_REGION: needed('S3_REGION', { example: 'us-east-1' }),
  S3_ACCESS_KEY_ID: needed('S3_ACCESS_KEY_ID', { example: '<access key id>' }),
  S3_SECRET_ACCESS_KEY: needed('S3_SECRET_ACCESS_KEY', { example: '<secret access key>' }),
  S3_BUCKET_NAME: neededBucket('S3_BUCKET_NAME'),
  S3_PUBLIC_BASE: neededAddress('S3_PUBLIC_BASE', 'https://img.example.com'),
  S3_ADDRESSING: z
    .enum(['path', 'host'], { error: 'S3_ADDRESSING must be path or host; for example S3_ADDRESSING=path' })
    .default('path'),
});

const settings = shape.transform((environment) => ({
  ...usualQuirks,
  name: 's3',
  displayName: 'S3-compatible storage',
  endpoint: environment.S3_ENDPOINT_URL,
  addressing: environment.S3_ADDRESSING,
  region: environment.S3_REGION,
  bucket: environment.S3_BUCKET_NAME,
  accessKeyId: environment.S3_ACCESS_KEY_ID,
  secretAccessKey: environment.S3_SECRET_ACCESS_KEY,
  publicBase: environment.S3_PUBLIC_BASE,
}));

const variables = Object.keys(shape.shape);

/** Any server that speaks S3: MinIO, Ceph, RustFS and the like; path-style addresses unless set otherwise. */
export const s3: Provider = {
  variables,
  suits: (environment) => variables.some((name) => name in environment) && !aws.suits(environment),
  read: (environment) => settings.safeParse(environment),
};
