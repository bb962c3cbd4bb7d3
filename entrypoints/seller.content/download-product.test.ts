import { describe, expect, it } from 'vitest';
import { type JobSummary, jobSummary } from '../../lib/core/portal';
import type { Answer, Ask } from './ask';
import { createDownload, stateOfJob } from './download-product';
import { createProductStates } from './product-states';

const product = { productId: '1', offerId: null, sku: '2' };
const job = (change: object): JobSummary =>
  jobSummary.parse({
    id: 'job',
    status: 'processing',
    totalImages: 8,
    successImages: 3,
    failedImages: 0,
    error: null,
    ...change,
  });

/** A worker that gives these answers in turn, and a clock that is moved by hand. */
function stage(answers: unknown[]) {
  const asked: { name: string; input: unknown }[] = [];
  const later: { act: () => void; ms: number }[] = [];
  const states = createProductStates();
  const ask: Ask = async <T>(name: string, input: unknown) => {
    asked.push({ name, input });
    return answers.shift() as Answer<T>;
  };
  const ctx = { setTimeout: (act: () => void, ms = 0) => later.push({ act, ms }) };
  const download = createDownload({ ctx, ask, states, companyId: () => '77' });
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return {
    asked,
    later,
    download,
    settle,
    shown: () => states.of(product).download,
    async tick() {
      later.shift()?.act();
      await settle();
    },
  };
}
const ok = (output: unknown) => ({ ok: true, output });
const refusal = (code: string) => ({ ok: false, code });

describe('a download', () => {
  it('names product and company, and follows its job until that has ended', async () => {
    const answers = [
      ok({ id: 'job' }),
      ok(job({})),
      ok(job({ status: 'paused' })),
      ok(job({ status: 'completed', successImages: 8 })),
    ];
    const { download, asked, shown, tick, settle, later } = stage(answers);
    expect(await download(product, false)).toBeNull();
    await settle();
    expect(asked[0]).toEqual({ name: 'portal.download', input: { product, companyId: '77', anyStore: false } });
    expect(shown()).toMatchObject({ state: 'busy', done: 3, total: 8 });
    expect(later[0]?.ms).toBe(1000);
    await tick();
    expect(later[0]?.ms).toBeGreaterThan(1000);
    await tick();
    expect(shown()).toMatchObject({ state: 'done', done: 8, total: 8 });
    expect(later).toEqual([]);
  });

  it('does not start twice while one is under way', async () => {
    const { download, asked } = stage([new Promise(() => undefined)]);
    void download(product, false);
    void download(product, false);
    expect(asked).toHaveLength(1);
  });

  it.each(['portal.wrong_store', 'portal.store_unknown', 'portal.store_unclear'])(
    'asks about the store on %s',
    async (code) => {
      const { download, shown, asked } = stage([refusal(code), refusal(code)]);
      expect(await download(product, false)).toBe(code);
      expect(shown().state).toBe('idle');
      expect(await download(product, true)).toBeNull();
      expect(shown()).toMatchObject({ state: 'failed', code });
      expect(asked[1]?.input).toMatchObject({ anyStore: true });
    },
  );

  it('shows any other refusal', async () => {
    const { download, shown } = stage([refusal('companion.missing')]);
    expect(await download(product, false)).toBeNull();
    expect(shown()).toMatchObject({ state: 'failed', code: 'companion.missing' });
  });

  it('bears a worker that does not answer for a while, but not one that never does', async () => {
    const silent = refusal('app.unexpected');
    const { download, shown, tick, settle, later } = stage([
      ok({ id: 'job' }),
      ...Array.from({ length: 40 }, () => silent),
    ]);
    await download(product, false);
    await settle();
    await tick();
    expect(shown().state).toBe('busy');
    while (later.length > 0) await tick();
    expect(shown()).toMatchObject({ state: 'failed', code: 'app.unexpected' });
  });

  it('ends when the job is gone', async () => {
    const { download, shown, settle, later } = stage([ok({ id: 'job' }), refusal('job.not_found')]);
    await download(product, false);
    await settle();
    expect(shown()).toMatchObject({ state: 'failed', code: 'job.not_found' });
    expect(later).toEqual([]);
  });
});

describe('stateOfJob', () => {
  it.each([
    [{ status: 'pending' }, { state: 'busy', done: 3, total: 8 }],
    [{ failedImages: 2 }, { state: 'busy', done: 5, total: 8 }],
    [
      { status: 'failed', error: { code: 'cdn.timeout' } },
      { state: 'failed', done: 3, code: 'cdn.timeout' },
    ],
    [{ status: 'partial' }, { state: 'failed', code: 'other' }],
    [{ status: 'cancelled' }, { state: 'idle', done: 0 }],
    [
      { status: 'completed', error: { code: 'product.no_images' } },
      { state: 'done', code: 'product.no_images' },
    ],
  ])('%o is %o', (change, state) => {
    expect(stateOfJob(job(change))).toMatchObject(state);
  });
});
