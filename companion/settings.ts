import { z } from 'zod';

/** Where pictures go, whatever the provider. */
export type StorageSettings = {
  /** Name in health answers and logs. */
  name: string;
  displayName: string;
  /** S3 endpoint, path style; may have a path of its own, has no slash at the end. */
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Address under which the bucket can be read by anyone, no slash at the end. */
  publicBase: string;
};

/** A storage provider: the variables that choose it, and how they become settings. */
export type Provider = {
  variables: readonly string[];
  read: (environment: Readonly<Record<string, string>>) => z.ZodSafeParseResult<StorageSettings>;
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
