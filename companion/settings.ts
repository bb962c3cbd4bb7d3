import { z } from 'zod';

/** Where pictures go, whatever the provider. */
export type StorageSettings = {
  /** Name in health answers and logs. */
  name: string;
  displayName: string;
  /** S3 endpoint; may have a path of its own, has no slash at the end. */
  endpoint: string;
  /** Where the bucket stands: in the path, in front of the host, or nowhere, as the endpoint's domain is its own. */
  addressing: 'path' | 'host' | 'own';
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Address under which the bucket can be read by anyone, no slash at the end. */
  publicBase: string;
  /** Whether it compares `x-amz-checksum-sha256` with the body; where it is not documented, it is not signed. */
  checksums: boolean;
  /** The header that makes an upload fail where an object exists. */
  writeOnce: readonly [name: string, value: string];
  /** Smallest part of a multipart upload but the last, bytes. */
  minPartBytes: number;
};

const mebibyte = 1024 * 1024;

/** What all storages but one have in common (object-storage.md §4). */
export const usualQuirks = {
  checksums: true,
  writeOnce: ['if-none-match', '*'],
  minPartBytes: 5 * mebibyte,
} as const satisfies Partial<StorageSettings>;

type Texts = Readonly<Record<string, string>>;

/** A storage provider: the variables that choose it, and how they become settings. */
export type Provider = {
  variables: readonly string[];
  /** Whether these variables mean this provider; any of its own does, unless said otherwise. */
  suits?: (environment: Texts) => boolean;
  read: (environment: Texts) => z.ZodSafeParseResult<StorageSettings>;
};

type Setting = { example: string; pattern?: RegExp; expected?: string; instead?: string };

/**
 * Schema of a variable that must be set. Its messages are whole sentences with the name and an example and never the
 * value. `instead` names another variable that does as well.
 */
export function needed(variable: string, { example, pattern = /^\S+$/, expected, instead }: Setting) {
  const hint = `for example ${variable}=${example}`;
  const names = instead ? `${variable} or ${instead}` : variable;
  return z
    .string({ error: `${names} is not set; ${hint}` })
    .regex(pattern, { error: `${variable} must be ${expected ?? 'without spaces'}; ${hint}` });
}

/** Schema of a needed http(s) address; gives it without a slash at the end. */
export function neededAddress(variable: string, example: string, instead?: string) {
  const error = `${variable} must be an http(s) address without user, query or #; for example ${variable}=${example}`;
  return needed(variable, { example, ...(instead && { instead }) })
    .refine(isPlainAddress, { error })
    .transform((address) => address.replace(/\/+$/, ''));
}

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && !(username || password || search || hash);
}

/** Schema of a needed bucket name, by the rules R2 and S3 share. */
export function neededBucket(variable: string) {
  const pattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
  return needed(variable, { example: 'my-pictures', pattern, expected: '3 to 63 of a-z, 0-9, dot and hyphen' });
}

/** Schema of a whole number of at least 1 that may be missing. */
export function optionalNumber(variable: string, example: number) {
  const error = `${variable} must be a whole number of at least 1; for example ${variable}=${example}`;
  return z
    .string()
    .regex(/^[1-9]\d{0,14}$/, { error })
    .transform(Number)
    .optional();
}

/** Schema of an optional whole number within bounds. */
export function wholeNumber(variable: string, standard: number, from: number, to: number) {
  const error = `${variable} must be a whole number from ${from} to ${to}; for example ${variable}=${standard}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, { error })
    .transform(Number)
    .refine((value) => value >= from && value <= to, { error })
    .default(standard);
}
