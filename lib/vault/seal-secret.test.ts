import { describe, expect, it } from 'vitest';
import { createSealingKey, openSecret, sealSecret } from './seal-secret';

const damaged = expect.objectContaining({ code: 'vault.damaged', params: {} });
const key = await createSealingKey();
const sealed = await sealSecret(key, 'store/1', 'ключ 🔑');

describe('sealSecret', () => {
  it('is undone by openSecret', async () => {
    expect(await openSecret(key, 'store/1', sealed)).toBe('ключ 🔑');
  });

  it('survives the copy a database makes', async () => {
    expect(await openSecret(key, 'store/1', structuredClone(sealed))).toBe('ключ 🔑');
  });

  it('never uses a number twice', async () => {
    const again = await sealSecret(key, 'store/1', 'ключ 🔑');
    expect(again.iv).not.toEqual(sealed.iv);
    expect(sealed.iv).toHaveLength(12);
  });
});

describe('openSecret', () => {
  it('refuses a row moved to another name', async () => {
    await expect(openSecret(key, 'store/2', sealed)).rejects.toEqual(damaged);
  });

  it('refuses another key', async () => {
    await expect(openSecret(await createSealingKey(), 'store/1', sealed)).rejects.toEqual(damaged);
  });

  it('refuses one changed bit of data or number', async () => {
    for (const part of ['data', 'iv'] as const) {
      const changed = structuredClone(sealed);
      const bytes = new Uint8Array(changed[part]);
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      const row = { ...changed, [part]: part === 'iv' ? bytes : bytes.buffer };
      await expect(openSecret(key, 'store/1', row)).rejects.toEqual(damaged);
    }
  });

  it.each([undefined, null, {}, { ...sealed, version: 2 }])('refuses %j', async (row) => {
    await expect(openSecret(key, 'store/1', row)).rejects.toEqual(damaged);
  });
});

describe('createSealingKey', () => {
  it('cannot be read out', async () => {
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });
});
