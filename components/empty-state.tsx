import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons';

type Props = { icon: IconName; title: string; text: string; children?: ReactNode };

/** What a page shows instead of an empty list. */
export function EmptyState({ icon, title, text, children }: Props) {
  return (
    <div className="flex flex-col items-center rounded-xl border border-line border-dashed bg-surface px-6 py-10 text-center">
      <span className="flex size-12 items-center justify-center rounded-full bg-accent-soft text-accent">
        <Icon className="size-6" name={icon} />
      </span>
      <h2 className="mt-4 font-semibold text-base">{title}</h2>
      <p className="mt-1 max-w-sm text-muted">{text}</p>
      {children ? <div className="mt-5">{children}</div> : null}
    </div>
  );
}
