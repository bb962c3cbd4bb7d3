import { describe, expect, it } from 'vitest';
import { mayMove, taskState } from './task';

describe('mayMove', () => {
  it('allows exactly these moves', () => {
    const allowed = taskState.options.flatMap((from) =>
      taskState.options.filter((to) => mayMove(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(allowed).toEqual([
      'queued → active',
      'queued → cancelled',
      'active → queued',
      'active → done',
      'active → failed',
      'active → cancelled',
      'failed → queued',
    ]);
  });
});
