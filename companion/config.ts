import { z } from 'zod';
import { extensionOrigin, webOrigin } from './origins';
import { r2 } from './providers/r2';
import { s3 } from './providers/s3';
import { type StorageSettings, wholeNumber } from './settings';
import { type AccessToken, accessTokens } from './tokens';

/** Everything the companion needs to know, read once. */
export type CompanionConfig = {
  storage: StorageSettings;
  tokens: AccessToken[];
  /** Most items in one presign call. */
  presignBatch: number;
  maxObjectBytes: number;
  /** Origins other than browser extensions that may call by CORS. */
  allowedOrigins: string[];
  /** For tests on one computer: pictures may be looked at by http and in private networks. */
  allowPrivateAddresses: boolean;
  port: number;
  host: string;
};

/** The environment cannot be used; each problem is a sentence with the variable's name and without its value. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const providers = [r2, s3];
const bothSet =
  'R2_BUCKET_NAME and S3_BUCKET_NAME belong to two storages; set the R2_* variables or the S3_* ones, not both';

const origins = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .refine((list) => list.every((origin) => webOrigin.test(origin) || extensionOrigin.test(origin)), {
    error:
      'ALLOWED_ORIGINS must be origins without a path, comma-separated; for example ALLOWED_ORIGINS=https://shop.example.com',
  })
  .default([]);

const general = (presignBatch: number) =>
  z.object({
    API_TOKENS: accessTokens,
    PRESIGN_BATCH: wholeNumber('PRESIGN_BATCH', presignBatch, 1, 1000),
    MAX_OBJECT_BYTES: wholeNumber('MAX_OBJECT_BYTES', 50 * 1024 * 1024, 1, 5_000_000_000),
    ALLOWED_ORIGINS: origins,
    ALLOW_PRIVATE_ADDRESSES: z
      .enum(['0', '1'], {
        error: 'ALLOW_PRIVATE_ADDRESSES must be 0 or 1; for example ALLOW_PRIVATE_ADDRESSES=0',
      })
      .default('0'),
    PORT: wholeNumber('PORT', 8787, 0, 65_535),
    HOST: z.string().default('127.0.0.1'),
  });

/** Texts of an environment. Workers hand numbers and bindings in the same object; an empty text counts as not set. */
function textsOf(environment: object): Record<string, string> {
  const texts = Object.entries(environment)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]): [string, string] => [name, String(value).trim()]);
  return Object.fromEntries(texts.filter(([, value]) => value !== ''));
}

/**
 * The configuration in an environment. `presignBatch` is the standard for this runtime (a Worker on the Free plan has
 * 10 ms of CPU a request, object-storage.md §6). Throws ConfigError with every problem at once.
 */
export function readConfig(environment: object, { presignBatch }: { presignBatch: number }): CompanionConfig {
  const texts = textsOf(environment);
  const [chosen = r2, another] = providers.filter(({ variables }) => variables.some((name) => name in texts));
  const storage = chosen.read(texts);
  const rest = general(presignBatch).safeParse(texts);
  const issues = [...(storage.error?.issues ?? []), ...(rest.error?.issues ?? [])];
  const problems = [...(another ? [bothSet] : []), ...issues.map(({ message }) => message)];
  if (!storage.success || !rest.success || problems.length > 0) throw new ConfigError(problems);
  return {
    storage: storage.data,
    tokens: rest.data.API_TOKENS,
    presignBatch: rest.data.PRESIGN_BATCH,
    maxObjectBytes: rest.data.MAX_OBJECT_BYTES,
    allowedOrigins: rest.data.ALLOWED_ORIGINS,
    allowPrivateAddresses: rest.data.ALLOW_PRIVATE_ADDRESSES === '1',
    port: rest.data.PORT,
    host: rest.data.HOST,
  };
}
