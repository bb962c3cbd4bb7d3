import { z } from 'zod';
import { needed, neededAddress, neededBucket, type Provider, usualQuirks } from '../settings';

const accountHost = '.r2.cloudflarestorage.com';
const accountExample = '0123456789abcdef0123456789abcdef';

const account = needed('R2_ACCOUNT_ID', {
  example: accountExample,
  pattern: /^[0-9a-f]{32}$/,
  expected: '32 hex digits, as the dashboard shows them',
});

// The dashboard shows the endpoint with the bucket behind it; pasted whole, the bucket would stand in every URL twice.
// A longer path is a base path, as local stand-ins for R2 have it.
const endpoint = neededAddress('R2_ENDPOINT_URL', `https://${accountExample}${accountHost}`, 'R2_ACCOUNT_ID').refine(
  (address) => !new URL(address).hostname.endsWith(accountHost) || !/^\/[^/]+\/?$/.test(new URL(address).pathname),
  {
    error: `R2_ENDPOINT_URL must end after the host, without the bucket; for example R2_ENDPOINT_URL=https://${accountExample}${accountHost}`,
  },
);

const shape = z.object({
  R2_ACCOUNT_ID: account.optional(),
  R2_ENDPOINT_URL: endpoint,
  R2_ACCESS_KEY_ID: needed('R2_ACCESS_KEY_ID', { example: '<access key id of the R2 API token>' }),
  R2_SECRET_ACCESS_KEY: needed('R2_SECRET_ACCESS_KEY', { example: '<secret access key of the R2 API token>' }),
  R2_BUCKET_NAME: neededBucket('R2_BUCKET_NAME'),
  R2_PUBLIC_BASE: neededAddress('R2_PUBLIC_BASE', 'https://img.example.com'),
});

const settings = shape.transform((environment) => ({
  ...usualQuirks,
  name: 'r2',
  displayName: 'Cloudflare R2',
  endpoint: environment.R2_ENDPOINT_URL,
  addressing: 'path' as const,
  region: 'auto',
  bucket: environment.R2_BUCKET_NAME,
  accessKeyId: environment.R2_ACCESS_KEY_ID,
  secretAccessKey: environment.R2_SECRET_ACCESS_KEY,
  publicBase: environment.R2_PUBLIC_BASE,
}));

const accountEndpoint = ({ R2_ACCOUNT_ID: id }: Readonly<Record<string, string>>) =>
  id === undefined ? {} : { R2_ENDPOINT_URL: `https://${id}${accountHost}` };

/** Cloudflare R2: region `auto`, path style; the endpoint follows from the account id (object-storage.md §2). */
export const r2: Provider = {
  variables: Object.keys(shape.shape),
  read: (environment) => settings.safeParse({ ...accountEndpoint(environment), ...environment }),
};
