import { describe, expect, it } from 'vitest';
import { createAdaptiveLimit } from './adaptive-limit';
import { createLane } from './lane';

const limitOf = (fixed?: number) => createAdaptiveLimit({ now: () => 0, fixed });
const lane = (options?: { holds: boolean }, limit = limitOf(4)) => createLane('copy-image', limit, options);
const never = () => new Promise<void>(() => {});
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** Requests that end when told, in the order they began. */
function createPeer() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name);
      ends.push(() => resolve(name));
    });
  return { begun, ask, endNext: () => ends.shift()?.() };
}

/** What a lane of 4 connections claims when nothing runs: 8 places, and 32 tasks to wait for them. */
const empty = 8 + 32;

describe('room', () => {
  it('claims some tasks ahead, and no more until few of them wait', () => {
    const full = lane();
    expect(full.room(0)).toBe(empty);
    for (let n = 0; n < 8 + 16; n += 1) void full.run(never);
    expect(full.room(0)).toBe(0);
    const nearlyEmpty = lane();
    for (let n = 0; n < 8 + 15; n += 1) void nearlyEmpty.run(never);
    expect(nearlyEmpty.room(0)).toBe(17);
  });

  it('has a place beside each connection, but no more than 32 of these', () => {
    expect(lane({ holds: true }, limitOf(48)).room(0)).toBe(48 + 32 + 32);
  });
});

describe('connect', () => {
  it('runs as many requests at once as the limit says', async () => {
    const { begun, ask } = createPeer();
    const narrow = lane();
    for (let n = 0; n < 9; n += 1) void narrow.connect(ask(`${n}`));
    await turn();
    expect(begun).toEqual(['0', '1', '2', '3']);
  });

  it('lets what is next go before those that wait, and gives each its answer', async () => {
    const { begun, ask, endNext } = createPeer();
    const single = lane({ holds: true }, limitOf(1));
    const answers = Promise.all([
      single.connect(ask('get 1')),
      single.connect(ask('get 2')),
      single.connect(ask('put 1'), { next: true }),
    ]);
    for (let n = 0; n < 3; n += 1) {
      await turn();
      endNext();
    }
    expect(await answers).toEqual(['get 1', 'get 2', 'put 1']);
    expect(begun).toEqual(['get 1', 'put 1', 'get 2']);
  });

  it('leaves a third of the connections to those that begin, however many wait to be next', async () => {
    const { begun, ask } = createPeer();
    const wide = lane({ holds: true }, limitOf(6));
    for (let n = 0; n < 6; n += 1) void wide.connect(ask('put'), { next: true });
    await turn();
    for (let n = 0; n < 6; n += 1) void wide.connect(ask('get'));
    await turn();
    expect(begun.toSorted()).toEqual(['get', 'get', 'put', 'put', 'put', 'put']);
  });

  it('frees the connection of a request that failed', async () => {
    const single = lane({ holds: true }, limitOf(1));
    const failed = single.connect(() => Promise.reject(new Error('refused')));
    await expect(failed).rejects.toThrow('refused');
    expect(await single.connect(async () => 'through')).toBe('through');
  });

  it('grows with each request that succeeds, not with others, and places grow with it', async () => {
    const limit = limitOf();
    const growing = lane({ holds: true }, limit);
    await growing.connect(() => Promise.reject(new Error('refused'))).catch(() => {});
    growing.succeeded();
    expect([limit.concurrency, growing.room(0)]).toEqual([5, 10 + 32]);
    await growing.connect(async () => {});
    expect([limit.concurrency, growing.room(0)]).toEqual([6, 12 + 32]);
    const { begun, ask } = createPeer();
    for (let n = 0; n < 9; n += 1) void growing.connect(ask(`${n}`));
    await turn();
    expect(begun).toHaveLength(6);
  });

  it('runs fewer at once after an overload', async () => {
    const shrunk = lane({ holds: true }, limitOf());
    shrunk.overloaded(0);
    expect(shrunk.room(0)).toBe(4 + 32);
    const { begun, ask } = createPeer();
    for (let n = 0; n < 9; n += 1) void shrunk.connect(ask(`${n}`));
    await turn();
    expect(begun).toHaveLength(2);
  });
});

describe('hold', () => {
  it('begins with one outage whose end the other side named', () => {
    const held = lane();
    held.outage(0, 500, true);
    expect([held.room(499), held.room(500)]).toEqual([0, empty]);
  });

  it('begins with the third outage in a row, for the time the third one asks', () => {
    const held = lane();
    held.outage(0, 500, false);
    held.outage(0, 500, false);
    expect(held.room(0)).toBe(empty);
    held.outage(0, 700, false);
    expect([held.room(699), held.room(700)]).toEqual([0, empty]);
  });

  it('is not begun by outages with a success between them', () => {
    const lucky = lane();
    lucky.outage(0, 500, false);
    lucky.outage(0, 500, false);
    lucky.succeeded();
    lucky.outage(0, 500, false);
    expect([lucky.outages, lucky.room(0)]).toEqual([1, empty]);
  });

  it('is not made longer by requests that began before it', () => {
    const held = lane();
    held.outage(0, 500, true);
    held.outage(10, 900, true);
    expect([held.heldUntil, held.outages]).toEqual([500, 1]);
  });

  it('never begins in a lane whose tasks have nothing to do with each other', () => {
    const apart = lane({ holds: false });
    apart.outage(0, 500, true);
    for (let n = 0; n < 5; n += 1) apart.outage(0, 500, false);
    expect(apart.room(0)).toBe(empty);
  });
});
