import { expect, it } from 'vitest';
import type { PushTarget } from '../../core/push';
import { readPushTargets } from './read-push-targets';

const product = (productId: string, sku: string): PushTarget => ({
  productId,
  offerId: `A${productId}`,
  sku,
  name: '',
  current: { pictures: [], colour: null },
});

/** Answers in an order of its own, and finds products by any of their SKUs, as Ozon does. */
function shop(skus: Record<string, PushTarget>) {
  const calls: string[][] = [];
  const read = async (ids: string[]) => {
    calls.push(ids);
    const found = ids.flatMap((id) => skus[id] ?? []);
    return { products: [...new Set(found)].reverse(), quota: null };
  };
  return { calls, read };
}

it('finds products by the id that was asked for, whatever the order of the answer', async () => {
  const { read, calls } = shop({ 1: product('10', '1'), 2: product('20', '2') });
  const { byId, missing } = await readPushTargets(read, 'sku', ['1', '2', '3']);
  expect([byId.get('1')?.productId, byId.get('2')?.productId]).toEqual(['10', '20']);
  expect(missing).toEqual(['3']);
  expect(calls).toHaveLength(1);
});

it('asks again for a product that shows another of its SKUs, instead of guessing', async () => {
  const { read, calls } = shop({ 1: product('10', '1'), 99: product('20', '2') });
  const { byId, missing } = await readPushTargets(read, 'sku', ['99', '1']);
  expect([byId.get('99')?.productId, byId.get('1')?.productId]).toEqual(['20', '10']);
  expect(missing).toEqual([]);
  expect(calls.at(-1)).toEqual(['99']);
});

it('needs no second question for a single product', async () => {
  const { read, calls } = shop({ 99: product('20', '2') });
  expect((await readPushTargets(read, 'sku', ['99'])).byId.get('99')?.productId).toBe('20');
  expect(calls).toHaveLength(1);
});

it('asks for at most 100 at a time', async () => {
  const ids = Array.from({ length: 250 }, (_, index) => String(index));
  const { read, calls } = shop({});
  expect((await readPushTargets(read, 'sku', ids)).missing).toHaveLength(250);
  expect(calls.map(({ length }) => length)).toEqual([100, 100, 50]);
});

it('takes none of several products one id leads to', async () => {
  const read = async () => ({ products: [product('10', '1'), product('20', '2')], quota: null });
  expect((await readPushTargets(read, 'sku', ['99'])).missing).toEqual(['99']);
});
