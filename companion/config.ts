import { z } from 'zod';
import { sellerApiUrl } from '../lib/ozon/call';
import { chooseImageProvider, type ImageProviderSettings } from './ai/settings';
import { type JobSettings, readJobSettings } from './jobs/job-settings';
import { type LogLevel, logLevels } from './log';
import { extensionOrigin, webOrigin } from './origins';
import { chooseStorage } from './providers/choose';
import type { QuotaLimits } from './quota';
import { optionalNumber, type StorageSettings, wholeNumber } from './settings';
import { type AccessToken, accessTokens, tokensExample } from './tokens';

/** Everything the companion needs to know, read once. */
export type CompanionConfig = {
  storage: StorageSettings;
  tokens: AccessToken[];
  /** Named users may log in; tokens are signed with this. */
  login?: { secret: string; lifetimeSeconds: number };
  quota: QuotaLimits;
  /** What makes pictures by a prompt. */
  imageProvider?: ImageProviderSettings;
  /** Jobs run here, by a queue; on Cloudflare only. */
  jobs?: JobSettings;
  /** SQLite file, on Node. */
  databaseFile?: string;
  /** Most items in one presign call. */
  presignBatch: number;
  maxObjectBytes: number;
  /** Origins other than browser extensions that may call by CORS. */
  allowedOrigins: string[];
  /** Where the Seller API is, no slash at the end. */
  ozonUrl: string;
  /** For tests on one computer: pictures may be looked at by http and in private networks. */
  allowPrivateAddresses: boolean;
  logLevel: LogLevel;
  port: number;
  host: string;
  /** Proxies in front of Node whose `X-Forwarded-For` is believed. */
  trustedProxies: number;
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

const quotaVariables = ['QUOTA_SIGNATURES_PER_MINUTE', 'QUOTA_BYTES_PER_DAY', 'QUOTA_OBJECTS_PER_DAY'];
const secretExample = 'for example AUTH_SECRET=<32 or more random characters>';

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
    API_TOKENS: accessTokens.optional(),
    AUTH_SECRET: z
      .string()
      .regex(/^[\x21-\x7e]{32,512}$/, { error: `AUTH_SECRET must be 32 to 512 visible characters; ${secretExample}` })
      .optional(),
    TOKEN_HOURS: wholeNumber('TOKEN_HOURS', 168, 1, 8760),
    DATABASE_FILE: z.string().optional(),
    QUOTA_SIGNATURES_PER_MINUTE: optionalNumber('QUOTA_SIGNATURES_PER_MINUTE', 3000),
    QUOTA_BYTES_PER_DAY: optionalNumber('QUOTA_BYTES_PER_DAY', 50_000_000_000),
    QUOTA_OBJECTS_PER_DAY: optionalNumber('QUOTA_OBJECTS_PER_DAY', 100_000),
    PRESIGN_BATCH: wholeNumber('PRESIGN_BATCH', presignBatch, 1, 1000),
    MAX_OBJECT_BYTES: wholeNumber('MAX_OBJECT_BYTES', 50 * 1024 * 1024, 1, 5_000_000_000),
    ALLOWED_ORIGINS: origins,
    OZON_API_URL: z
      .string()
      .regex(/^https?:\/\/[a-z0-9.:-]+$/, {
        error: `OZON_API_URL must be an address without a path; for example OZON_API_URL=${sellerApiUrl}`,
      })
      .default(sellerApiUrl),
    ALLOW_PRIVATE_ADDRESSES: z
      .enum(['0', '1'], {
        error: 'ALLOW_PRIVATE_ADDRESSES must be 0 or 1; for example ALLOW_PRIVATE_ADDRESSES=0',
      })
      .default('0'),
    LOG_LEVEL: z
      .enum(logLevels, { error: `LOG_LEVEL must be one of ${logLevels.join(', ')}; for example LOG_LEVEL=info` })
      .default('warn'),
    PORT: wholeNumber('PORT', 8787, 0, 65_535),
    HOST: z.string().default('127.0.0.1'),
    TRUSTED_PROXIES: wholeNumber('TRUSTED_PROXIES', 0, 0, 10),
  });

type General = z.output<ReturnType<typeof general>>;

const quotaOf = (texts: General): QuotaLimits => ({
  ...(texts.QUOTA_SIGNATURES_PER_MINUTE && { signaturesPerMinute: texts.QUOTA_SIGNATURES_PER_MINUTE }),
  ...(texts.QUOTA_BYTES_PER_DAY && { bytesPerDay: texts.QUOTA_BYTES_PER_DAY }),
  ...(texts.QUOTA_OBJECTS_PER_DAY && { objectsPerDay: texts.QUOTA_OBJECTS_PER_DAY }),
});

/** What no variable can tell alone. */
function problemsTogether(texts: Record<string, string>, hasDatabase: boolean): string[] {
  const noTokens = !('API_TOKENS' in texts || 'AUTH_SECRET' in texts);
  const plainOzon = texts.OZON_API_URL?.startsWith('http:') && texts.ALLOW_PRIVATE_ADDRESSES !== '1';
  const needing = ['AUTH_SECRET', ...quotaVariables].find((name) => name in texts);
  return [
    ...(plainOzon
      ? [`OZON_API_URL must begin with https:, since keys travel there; for example OZON_API_URL=${sellerApiUrl}`]
      : []),
    ...(noTokens ? [`API_TOKENS is not set; ${tokensExample}`] : []),
    ...(needing && !hasDatabase
      ? [
          `DATABASE_FILE is not set, and ${needing} needs it; for example DATABASE_FILE=companion.db, on Cloudflare a D1 database bound as DB`,
        ]
      : []),
  ];
}

function configOf(storage: StorageSettings, texts: General): CompanionConfig {
  const quota = quotaOf(texts);
  const { AUTH_SECRET: secret, DATABASE_FILE: databaseFile } = texts;
  return {
    storage,
    tokens: texts.API_TOKENS ?? [],
    ...(secret !== undefined && { login: { secret, lifetimeSeconds: texts.TOKEN_HOURS * 3600 } }),
    quota,
    ...(databaseFile !== undefined && { databaseFile }),
    // A call that asks for more than a minute's signatures could never be answered.
    presignBatch: Math.min(texts.PRESIGN_BATCH, quota.signaturesPerMinute ?? 1000, quota.objectsPerDay ?? 1000),
    maxObjectBytes: texts.MAX_OBJECT_BYTES,
    allowedOrigins: texts.ALLOWED_ORIGINS,
    ozonUrl: texts.OZON_API_URL,
    allowPrivateAddresses: texts.ALLOW_PRIVATE_ADDRESSES === '1',
    logLevel: texts.LOG_LEVEL,
    port: texts.PORT,
    host: texts.HOST,
    trustedProxies: texts.TRUSTED_PROXIES,
  };
}

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
  const { storage, problems } = chooseStorage(texts);
  const ai = chooseImageProvider(texts);
  const server = readJobSettings(environment, texts, storage?.name);
  problems.push(...ai.problems, ...server.problems);
  const rest = general(presignBatch).safeParse(texts);
  problems.push(...(rest.error?.issues ?? []).map(({ message }) => message));
  problems.push(...problemsTogether(texts, 'DATABASE_FILE' in texts || 'DB' in environment));
  if (!storage || !rest.success || problems.length > 0) throw new ConfigError(problems);
  return {
    ...configOf(storage, rest.data),
    ...(ai.provider && { imageProvider: ai.provider }),
    ...(server.jobs && { jobs: server.jobs }),
  };
}
