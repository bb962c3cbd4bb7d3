import { z } from 'zod';
import { needed, neededAddress, neededBucket, type Provider, usualQuirks } from '../settings';

const shape = z.object({
  S3_REGION: needed('S3_REGION', { example: 'eu-central-1' }),
  S3_ACCESS_KEY_ID: needed('S3_ACCESS_KEY_ID', { example: '<access key id>' }),
  S3_SECRET_ACCESS_KEY: needed('S3_SECRET_ACCESS_KEY', { example: '<secret access key>' }),
  S3_BUCKET_NAME: neededBucket('S3_BUCKET_NAME'),
  S3_PUBLIC_BASE: neededAddress('S3_PUBLIC_BASE', 'https://my-pictures.s3.eu-central-1.amazonaws.com'),
});

// A dot in the bucket's name breaks the certificate of `<bucket>.s3.…`; the path works for such buckets.
const settings = shape.transform(({ S3_REGION: region, S3_BUCKET_NAME: bucket, ...environment }) => ({
  ...usualQuirks,
  name: 'aws',
  displayName: 'AWS S3',
  endpoint: `https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`,
  addressing: bucket.includes('.') ? ('path' as const) : ('host' as const),
  region,
  bucket,
  accessKeyId: environment.S3_ACCESS_KEY_ID,
  secretAccessKey: environment.S3_SECRET_ACCESS_KEY,
  publicBase: environment.S3_PUBLIC_BASE,
}));

const awsRegion = /^(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov)?-[a-z]+-\d$/;

/** AWS S3: the `S3_*` variables without an endpoint and with one of AWS's regions. */
export const aws = {
  variables: Object.keys(shape.shape),
  suits: ({ S3_ENDPOINT_URL: endpoint, S3_REGION: region = '' }) => endpoint === undefined && awsRegion.test(region),
  read: (environment) => settings.safeParse(environment),
} satisfies Provider;
