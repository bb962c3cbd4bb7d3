import { describe, expect, it } from 'vitest';
import { createAdaptiveLimit } from './adaptive-limit';
import { createLane } from './lane';

const lane = (options?: { holds: boolean }) =>
  createLane('copy-image', createAdaptiveLimit({ now: () => 0, fixed: 4 }), options);
const never = () => new Promise<void>(() => {});

describe('room', () => {
  it('claims some tasks ahead, and no more until few of them wait', () => {
    const full = lane();
    expect(full.room(0)).toBe(4 + 16);
    for (let n = 0; n < 4 + 8; n += 1) void full.run(never);
    expect(full.room(0)).toBe(0);
    const nearlyEmpty = lane();
    for (let n = 0; n < 4 + 7; n += 1) void nearlyEmpty.run(never);
    expect(nearlyEmpty.room(0)).toBe(9);
  });
});

describe('hold', () => {
  it('begins with one outage whose end the other side named', () => {
    const held = lane();
    held.outage(0, 500, true);
    expect([held.room(499), held.room(500)]).toEqual([0, 20]);
  });

  it('begins with the third outage in a row, for the time the third one asks', () => {
    const held = lane();
    held.outage(0, 500, false);
    held.outage(0, 500, false);
    expect(held.room(0)).toBe(20);
    held.outage(0, 700, false);
    expect([held.room(699), held.room(700)]).toEqual([0, 20]);
  });

  it('is not begun by outages with a success between them', () => {
    const lucky = lane();
    lucky.outage(0, 500, false);
    lucky.outage(0, 500, false);
    lucky.succeeded();
    lucky.outage(0, 500, false);
    expect([lucky.outages, lucky.room(0)]).toEqual([1, 20]);
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
    expect(apart.room(0)).toBe(20);
  });
});
