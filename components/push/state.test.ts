import { describe, expect, it } from 'vitest';
import { jobId, storeId } from '../../lib/core/ids';
import type { Push } from '../../lib/core/push';
import { mayUndo, overallStatus, pushError, pushStatus } from './state';

const set = { pictures: ['a'], colour: null };
const push = (changes: Partial<Push>): Push => ({
  jobId: jobId.parse('j'),
  seq: 0,
  storeId: storeId.parse('s'),
  productId: '1',
  offerId: 'A',
  sku: null,
  name: 'Lamp',
  createdAt: 0,
  state: 'planned',
  expected: set,
  before: set,
  next: set,
  after: null,
  sends: 0,
  sentAt: null,
  importTask: null,
  importStatus: null,
  codesBefore: [],
  importedAt: null,
  settledAt: null,
  error: null,
  problems: [],
  undoOf: null,
  ...changes,
});

describe('state of a push', () => {
  it.each([
    ['planned', 'sending'],
    ['ready', 'sending'],
    ['sending', 'sending'],
    ['waiting', 'waiting'],
    ['confirming', 'waiting'],
    ['done', 'done'],
    ['failed', 'failed'],
  ] as const)('%s shows as %s', (state, shown) => {
    expect(pushStatus(push({ state }), { status: 'processing' })).toBe(shown);
  });

  it('is failed when its job was stopped, and says whether the card may have changed', () => {
    const early = push({ state: 'ready' });
    const late = push({ state: 'waiting', sends: 1 });
    expect(pushStatus(late, { status: 'cancelled' })).toBe('failed');
    expect(pushError(early, 'failed')).toBe('stopped');
    expect(pushError(late, 'failed')).toEqual({ code: 'push.not_sure', params: {} });
  });

  it('stays done when its job was cancelled later', () => {
    expect(pushStatus(push({ state: 'done' }), { status: 'cancelled' })).toBe('done');
  });

  it('is failed when its job was deleted before it ended', () => {
    expect(pushStatus(push({ state: 'waiting' }), undefined)).toBe('failed');
    expect(pushStatus(push({ state: 'done' }), undefined)).toBe('done');
  });

  it('has no error while it waits', () => {
    expect(pushError(push({ state: 'waiting', sends: 1 }), 'waiting')).toBeNull();
  });

  it('is that of the slowest of several, and failed when one of them failed', () => {
    expect(overallStatus(['done', 'waiting', 'failed'])).toBe('waiting');
    expect(overallStatus(['done', 'failed'])).toBe('failed');
    expect(overallStatus(['done', 'done'])).toBe('done');
  });
});

describe('undo', () => {
  it.each([
    ['done', { sends: 1 }, true],
    // The card had the set already, so nothing was sent.
    ['done', { sends: 0 }, false],
    ['failed', { sends: 1 }, true],
    ['failed', { sends: 0 }, false],
    [
      'failed',
      { sends: 1, before: { pictures: ['a'], colour: null }, after: { pictures: ['a'], colour: null } },
      false,
    ],
    ['failed', { sends: 1, before: { pictures: ['a'], colour: null }, after: { pictures: ['b'], colour: null } }, true],
    ['waiting', { sends: 1 }, false],
    ['done', { sends: 1, before: null }, false],
    ['done', { sends: 1, before: { pictures: [], colour: 'x' } }, false],
  ] as const)('of a push that is %s with %j: %s', (status, changes, possible) => {
    expect(mayUndo(push(structuredClone(changes) as Partial<Push>), status)).toBe(possible);
  });
});
