import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Database } from './db';
import { createSecrets } from './secrets';

let opened = 0;
let db: Database;

beforeEach(() => {
  opened += 1;
  db = new Database(`secrets-${opened}`);
});

describe('createSecrets', () => {
  it('opens what was put, also after a restart, and keeps nothing in clear', async () => {
    await createSecrets(db).put('store/1', 'secret-key');
    expect(await createSecrets(db).open('store/1')).toBe('secret-key');
    const rows = await db.secrets.toArray();
    expect(new TextDecoder().decode(rows[0]?.sealed.data)).not.toContain('secret-key');
    expect((await db.keys.toArray())[0]?.key.extractable).toBe(false);
  });

  it('ends two first uses at once with one key, and both secrets can be opened', async () => {
    const [first, second] = [createSecrets(db), createSecrets(db)];
    await Promise.all([first.put('a', '1'), second.put('b', '2'), first.put('c', '3')]);
    expect(await db.keys.count()).toBe(1);
    expect(await Promise.all(['a', 'b', 'c'].map((name) => second.open(name)))).toEqual(['1', '2', '3']);
  });

  it('replaces and deletes', async () => {
    const secrets = createSecrets(db);
    await secrets.put('a', '1');
    await secrets.put('a', '2');
    expect(await secrets.open('a')).toBe('2');
    await secrets.delete('a');
    await expect(secrets.open('a')).rejects.toMatchObject({ code: 'vault.missing' });
  });

  it('refuses a row put under another name', async () => {
    const secrets = createSecrets(db);
    await secrets.put('store/1', 'a');
    const row = await db.secrets.get('store/1');
    if (row) await db.secrets.put({ ...row, name: 'store/2' });
    await expect(secrets.open('store/2')).rejects.toMatchObject({ code: 'vault.damaged' });
  });
});
