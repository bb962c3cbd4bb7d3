import { scryptAsync } from '@noble/hashes/scrypt.js';
import { describe, expect, it } from 'vitest';
import { nodeScrypt } from './node-scrypt';
import { hashPassword, isPassword, type Scrypt } from './password';

const noble: Scrypt = (password, salt, parameters) => scryptAsync(password, salt, parameters);

describe('passwords', () => {
  it('are kept alike by both runtimes, each with a salt of its own', async () => {
    const kept = await Promise.all([hashPassword('é1', nodeScrypt), hashPassword('é1', noble)]);
    expect(kept[0]).not.toBe(kept[1]);
    for (const [text, scrypt] of [
      [kept[0], noble],
      [kept[1], nodeScrypt],
    ] as const) {
      // The same letter, written with a combining accent.
      expect(await isPassword('e\u03011', text, scrypt)).toBe(true);
      expect(await isPassword('e1', text, scrypt)).toBe(false);
    }
  });

  it('cost an unknown user as much as a known one', async () => {
    const kept = await hashPassword('right', nodeScrypt);
    const costs: unknown[] = [];
    const counting: Scrypt = (password, salt, parameters) => {
      costs.push([salt.length, parameters]);
      return nodeScrypt(password, salt, parameters);
    };
    expect([await isPassword('wrong', kept, counting), await isPassword('', undefined, counting)]).toEqual([
      false,
      false,
    ]);
    expect(costs[0]).toEqual(costs[1]);
    expect(costs).toHaveLength(2);
  });

  it('that were kept in no known form fit nothing', async () => {
    expect(await isPassword('x', 'x', nodeScrypt)).toBe(false);
  });
});
