import { z } from 'zod';
import { AppError } from '../core/app-error';

/** A secret at rest: AES-GCM under a key that never leaves the browser, with its parameters beside it. */
export const sealedSecret = z.object({
  version: z.literal(1),
  iv: z.instanceof(Uint8Array),
  data: z.instanceof(ArrayBuffer),
});
export type SealedSecret = z.infer<typeof sealedSecret>;

/** A new sealing key. It cannot be read out, only used. */
export const createSealingKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

// Name and version are bound to the ciphertext, so that rows cannot be swapped for one another.
const parameters = (name: string, version: number, iv: Uint8Array<ArrayBuffer>): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(`${name}|${version}`),
});

export async function sealSecret(key: CryptoKey, name: string, secret: string): Promise<SealedSecret> {
  const version = 1;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt(parameters(name, version, iv), key, new TextEncoder().encode(secret));
  return { version, iv, data };
}

/** The secret in clear. `vault.damaged` when the row was changed, moved to another name or sealed by another key. */
export async function openSecret(key: CryptoKey, name: string, sealed: unknown): Promise<string> {
  try {
    const { version, iv, data } = sealedSecret.parse(sealed);
    return new TextDecoder().decode(
      await crypto.subtle.decrypt(parameters(name, version, new Uint8Array(iv)), key, data),
    );
  } catch (cause) {
    throw new AppError('vault.damaged', { cause });
  }
}
