import type { ReactNode } from 'react';

const tones = {
  main: 'bg-accent text-on-accent',
  plain: 'bg-surface text-muted',
  added: 'bg-ok-soft text-ok',
  moved: 'bg-warn-soft text-warn',
  removed: 'bg-bad-soft text-bad',
} as const;

export type TagTone = keyof typeof tones;

/** A word on a picture. */
export function PushTag({ tone, children }: { tone: TagTone; children: ReactNode }) {
  return (
    <span
      className={`rounded-md px-1.5 py-0.5 font-semibold text-[11px] leading-none shadow-sm tabular-nums ${tones[tone]}`}
    >
      {children}
    </span>
  );
}
