import type { ReactNode } from 'react';

const paths = {
  alert: 'M12 8v5m0 3.5v.01M10.3 4.3 2.7 17.6A2 2 0 0 0 4.4 20.6h15.2a2 2 0 0 0 1.7-3L13.7 4.3a2 2 0 0 0-3.4 0Z',
  back: 'M15 5l-7 7 7 7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cloud: 'M7 18.5h10.2a4 4 0 0 0 .6-7.95A6 6 0 0 0 6.3 9.6 4.5 4.5 0 0 0 7 18.5Z',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  cross: 'M6 6l12 12M18 6 6 18',
  edit: 'M4 20l1-4.5L16.5 4a2 2 0 0 1 3 3L8.5 19 4 20Z',
  export: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14',
  forward: 'M9 5l7 7-7 7',
  gear: 'M4 7h9m5 0h2M4 17h2m5 0h9M15.5 4.5v5m-7 5v5',
  image: 'M4 5h16v14H4zM4 16.5 8.5 12l4 4 2.5-2.5 5 5M15.5 9v.01',
  list: 'M9 6h11M9 12h11M9 18h11M4.5 6v.01M4.5 12v.01M4.5 18v.01',
  lock: 'M8 11V8a4 4 0 0 1 8 0v3M5.5 11h13v9h-13z',
  panel: 'M4 5h16v14H4zM14.5 5v14',
  pause: 'M8.5 6v12m7-12v12',
  play: 'M8 5.5v13l10.5-6.5L8 5.5Z',
  plus: 'M12 5v14M5 12h14',
  shield: 'M12 3.5l7 2.5v5.5c0 4.3-2.8 7.4-7 9-4.2-1.6-7-4.7-7-9V6l7-2.5Z',
  star: 'M12 4l2.5 5.2 5.7.8-4.1 4 1 5.6-5.1-2.7-5.1 2.7 1-5.6-4.1-4 5.7-.8L12 4Z',
  store: 'M4.5 10v9.5h15V10M3.5 9.5 5.5 4.5h13l2 5a2.8 2.8 0 0 1-5.6.3 2.9 2.9 0 0 1-5.8 0 2.8 2.8 0 0 1-5.6-.3Z',
  trash: 'M5 7h14M10 7V4.5h4V7m-7.5 0 .8 12.5h9.4L17.5 7M10.3 11v5m3.4-5v5',
  undo: 'M5 9.5h9.5a4.75 4.75 0 0 1 0 9.5H9M5 9.5 9 5.5M5 9.5l4 4',
} as const;

export type IconName = keyof typeof paths;

type Props = { name: IconName; filled?: boolean; className?: string };

/** A line drawing of 24 units; always decoration, so what it means also stands in words. */
export function Icon({ name, filled = false, className = 'size-4.5' }: Props) {
  return (
    <Drawing className={className} filled={filled}>
      <path d={paths[name]} />
    </Drawing>
  );
}

function Drawing({ className, filled, children }: { className: string; filled: boolean; children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      className={`shrink-0 ${className}`}
      fill={filled ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.75"
      viewBox="0 0 24 24"
    >
      {children}
    </svg>
  );
}

/** A turning ring while something runs. */
export function Spinner({ className = 'size-4' }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={`inline-block shrink-0 animate-spin rounded-full border-2 border-current border-r-transparent ${className}`}
    />
  );
}
