import { z } from 'zod';
import { type ErrorCode, errorCodes } from './error-codes';
import { storeId } from './ids';

/** Forms of the options page. Messages are error codes, so the page can show a text at the field. */
const code = (value: ErrorCode): ErrorCode => value;

const name = z.string().trim().min(1, code('input.required')).max(60, code('input.invalid'));

const clientId = z
  .string()
  .trim()
  .min(1, code('input.required'))
  .regex(/^[1-9]\d{0,18}$/, code('input.client_id'));

const apiKey = z
  .string()
  .trim()
  .regex(/^(?:[\x21-\x7e]{8,200})?$/, code('input.api_key'));

/** A store as typed: without `id` a new one; with it, an empty key keeps the stored one. */
export const storeForm = z
  .object({ id: storeId.optional(), name, clientId, apiKey, throughCompanion: z.boolean().optional() })
  .refine((form) => form.id !== undefined || form.apiKey !== '', { path: ['apiKey'], message: code('input.required') });
export type StoreForm = z.infer<typeof storeForm>;

const isLoopback = (host: string) => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host);

/** The companion's address without a slash at the end. Unencrypted only on this computer: the token travels in it. */
const companionUrl = z
  .string()
  .trim()
  .min(1, code('input.required'))
  .transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const plain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
    if (!url || !plain || !/^https?:$/.test(url.protocol)) {
      context.addIssue({ code: 'custom', message: code('input.url') });
      return z.NEVER;
    }
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
      context.addIssue({ code: 'custom', message: code('input.url_insecure') });
      return z.NEVER;
    }
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  });

const token = z
  .string()
  .trim()
  .regex(/^(?:[\x21-\x7e]{32,512})?$/, code('input.token'));

/** The companion as typed; an empty token keeps the stored one. */
export const companionForm = z.object({ url: companionUrl, token });
export type CompanionForm = z.infer<typeof companionForm>;

export type FieldErrors = Record<string, ErrorCode>;

/** The first error code of each field of a refused form; fields without one are absent. */
export function fieldErrorsOf(error: z.ZodError): FieldErrors {
  const found: FieldErrors = {};
  for (const { path, message } of error.issues) {
    const known = errorCodes.find((candidate) => candidate === message);
    found[String(path[0] ?? '')] ??= known ?? 'input.invalid';
  }
  return found;
}
