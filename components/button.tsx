import type { ComponentProps } from 'react';

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-line-strong/60 bg-surface text-ink hover:border-line-strong hover:bg-sunken',
  quiet: 'text-accent hover:bg-accent-soft',
  danger: 'bg-bad text-on-bad hover:bg-bad-strong',
} as const;

const sizes = { small: 'min-h-8 px-2.5 text-[13px]', normal: 'min-h-9 px-3.5', large: 'min-h-10 px-4' } as const;

type Look = { look?: keyof typeof looks; size?: keyof typeof sizes };

/** The classes of a button, for links that look like one. */
export function buttonClass({ look = 'secondary', size = 'normal' }: Look): string {
  const base =
    'inline-flex items-center justify-center gap-1.5 rounded-lg py-1 text-center font-medium transition-colors disabled:pointer-events-none disabled:opacity-55';
  return `${base} ${looks[look]} ${sizes[size]}`;
}

type Props = ComponentProps<'button'> & Look & { testId?: string };

/** A button that does not submit unless it is told to. */
export function Button({ look, size, testId, type = 'button', className = '', ...rest }: Props) {
  const classes = `${buttonClass({ ...(look && { look }), ...(size && { size }) })} ${className}`;
  return <button {...rest} className={classes} data-testid={testId} type={type} />;
}
