import { describe, expect, it } from 'vitest';
import { openDatabase } from './database/node-database';
import { RequestError } from './errors';
import { createQuota, type QuotaLimits } from './quota';

const noon = Date.UTC(2026, 10, 21, 12) / 1000;
const midnight = noon + 43_200;

/** A quota at a clock of the test's own; gives the wait in seconds, 0 when taken. */
async function open(limits: QuotaLimits) {
  const { database, close } = await openDatabase(':memory:');
  let time = noon;
  const take = createQuota(database, limits, () => time);
  const ask = (signatures: number, bytes = 0, user = 'u1') =>
    take(user, { signatures, bytes, objects: signatures }).then(
      () => 0,
      (error: unknown) => (error instanceof RequestError ? Number(error.headers['Retry-After'] ?? error.status) : -1),
    );
  const at = (instant: number) => {
    time = instant;
  };
  return { ask, close, at };
}

describe('quotas', () => {
  it('begin a minute with the first signature in it', async () => {
    const { ask, at, close } = await open({ signaturesPerMinute: 10 });
    at(noon + 50);
    expect([await ask(9), await ask(2), await ask(1)]).toEqual([0, 60, 0]);
    at(noon + 109);
    expect(await ask(1)).toBe(1);
    at(noon + 110);
    expect([await ask(10), await ask(1)]).toEqual([0, 60]);
    close();
  });

  it('begin a day at midnight UTC, whatever the minute does', async () => {
    const { ask, at, close } = await open({ bytesPerDay: 100, objectsPerDay: 5 });
    expect([await ask(1, 60), await ask(1, 41), await ask(1, 40)]).toEqual([0, 43_200, 0]);
    at(midnight - 1);
    expect([await ask(4), await ask(3), await ask(1)]).toEqual([1, 0, 1]);
    at(midnight);
    expect([await ask(5, 100), await ask(1)]).toEqual([0, 86_400]);
    close();
  });

  it('give nothing back when the clock goes backwards', async () => {
    const { ask, at, close } = await open({ signaturesPerMinute: 1, objectsPerDay: 1 });
    at(midnight);
    expect(await ask(1)).toBe(0);
    at(midnight - 10);
    expect(await ask(1)).not.toBe(0);
    close();
  });

  it('refuse for good what fits no minute or day', async () => {
    const { ask, close } = await open({ signaturesPerMinute: 10, bytesPerDay: 100 });
    expect([await ask(11), await ask(1, 101)]).toEqual([413, 413]);
    close();
  });
});
