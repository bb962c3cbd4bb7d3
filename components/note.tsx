import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons';

const tones = {
  plain: 'bg-sunken text-muted',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
} as const;

type Props = { tone?: keyof typeof tones; icon?: IconName; children: ReactNode };

/** A remark that is part of the page, with a drawing in front. */
export function Note({ tone = 'plain', icon = 'alert', children }: Props) {
  return (
    <div className={`flex gap-2 rounded-lg px-3 py-2 text-[13px] ${tones[tone]}`}>
      <Icon className="mt-0.5 size-4" name={icon} />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
