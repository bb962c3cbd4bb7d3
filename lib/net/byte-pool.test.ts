import { describe, expect, it } from 'vitest';
import { createBytePool } from './byte-pool';

const mb = 1024 * 1024;
const bytesIn = (buffer: ArrayBuffer) => new Uint8Array(buffer, 0, 10);

describe('a pool', () => {
  it('hands out what was given back, to one taker at a time', () => {
    const pool = createBytePool();
    const buffer = pool.take(300_000);
    pool.give(bytesIn(buffer));
    expect(pool.take(280_000)).toBe(buffer);
    expect(pool.take(280_000)).not.toBe(buffer);
  });

  it.each([1, 65_536, 65_537, 300_001, 4 * mb, 4 * mb + 1, 50 * mb])('has room for %d bytes', (size) => {
    const pool = createBytePool();
    pool.give(bytesIn(pool.take(size)));
    expect(pool.take(size).byteLength).toBeGreaterThanOrEqual(size);
  });

  it('keeps 32 MB at most, and nothing large', () => {
    const pool = createBytePool();
    const taken = Array.from({ length: 9 }, () => pool.take(4 * mb));
    for (const buffer of taken) pool.give(bytesIn(buffer));
    const again = Array.from({ length: 9 }, () => pool.take(4 * mb));
    expect(again.filter((buffer) => taken.includes(buffer))).toHaveLength(8);

    const large = pool.take(5 * mb);
    pool.give(bytesIn(large));
    expect(pool.take(5 * mb)).not.toBe(large);
  });
});
