import { expect, it } from 'vitest';
import { openDatabase } from '../database/node-database';
import { createCardLock, createMemoryCardLock } from './card-lock';

it('gives a card to one push at a time, and each card by itself', async () => {
  const { database, close } = await openDatabase(':memory:');
  for (const lock of [createCardLock(database, () => 100), createMemoryCardLock()]) {
    const taken = await Promise.all([lock('1/7'), lock('1/7'), lock('1/7'), lock('1/8')]);
    expect(taken.map((release) => release !== undefined)).toEqual([true, false, false, true]);
    await taken[0]?.();
    const again = await lock('1/7');
    expect(again).toBeDefined();
    expect(await lock('1/8')).toBeUndefined();
  }
  close();
});

it('outlives a push that died by two minutes and a half, and is not let go by it later', async () => {
  const { database, close } = await openDatabase(':memory:');
  let now = 1000;
  const lock = createCardLock(database, () => now);
  const dead = await lock('1/7');
  now += 149;
  expect(await lock('1/7')).toBeUndefined();
  now += 1;
  const next = await lock('1/7');
  expect(next).toBeDefined();
  await dead?.();
  expect(await lock('1/7')).toBeUndefined();
  await next?.();
  expect(await lock('1/7')).toBeDefined();
  close();
});
