import { AppError } from '../core/app-error';
import { createSealingKey, openSecret, sealSecret } from '../vault/seal-secret';
import type { Database } from './db';

const keyName = 'sealing';

export type Secrets = ReturnType<typeof createSecrets>;

/** Secrets sealed in the database, by name. Errors: `vault.missing`, `vault.damaged`. */
export function createSecrets(db: Database) {
  async function sealingKey(): Promise<CryptoKey> {
    const known = await db.keys.get(keyName);
    if (known) return known.key;
    const key = await createSealingKey();
    // Two first uses at once must end with one key: the second finds the row of the first.
    return db.transaction('rw', db.keys, async () => {
      const first = await db.keys.get(keyName);
      if (!first) await db.keys.add({ name: keyName, key });
      return first?.key ?? key;
    });
  }

  return {
    async put(name: string, secret: string) {
      await db.secrets.put({ name, sealed: await sealSecret(await sealingKey(), name, secret) });
    },

    async open(name: string): Promise<string> {
      const row = await db.secrets.get(name);
      if (!row) throw new AppError('vault.missing');
      return openSecret(await sealingKey(), name, row.sealed);
    },

    delete: (name: string) => db.secrets.delete(name),
  };
}
