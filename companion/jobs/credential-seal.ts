import { z } from 'zod';
import type { Credential } from '../../lib/ozon/credential';
import { openSecret, sealSecret } from '../../lib/vault/seal-secret';

const credentialText = z.object({ clientId: z.string(), apiKey: z.string() });

const encode = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const decode = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

async function keyOf(secret: string): Promise<CryptoKey> {
  const text = new TextEncoder();
  const source = await crypto.subtle.importKey('raw', text.encode(secret), 'HKDF', false, ['deriveKey']);
  // The same secret may sign tokens: the purpose keeps the two keys apart.
  const purpose = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: text.encode('credentials of jobs') };
  return crypto.subtle.deriveKey(purpose, source, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/**
 * Seals Ozon keys for the time of a job, bound to the job: a row copied to another job does not open.
 * Errors: `vault.damaged` for what was changed, moved or sealed with another secret.
 */
export function createCredentialSeal(secret: string) {
  return {
    async seal(job: string, credential: Credential): Promise<string> {
      const { iv, data } = await sealSecret(await keyOf(secret), job, JSON.stringify(credential));
      return `1.${encode(iv)}.${encode(new Uint8Array(data))}`;
    },

    async open(job: string, sealed: string): Promise<Credential> {
      const [, iv = '', data = ''] = /^1\.([\w+/=]+)\.([\w+/=]+)$/.exec(sealed) ?? [];
      const parts = { version: 1, iv: decode(iv), data: decode(data).buffer };
      return credentialText.parse(JSON.parse(await openSecret(await keyOf(secret), job, parts)));
    },
  };
}

export type CredentialSeal = ReturnType<typeof createCredentialSeal>;
