import { type ComponentProps, useId } from 'react';
import type { ErrorShape } from '../lib/core/app-error';
import { useErrorText } from './use-format';

export const controlClass =
  'min-h-9 w-full rounded-lg border border-line-strong/70 bg-surface px-3 py-1.5 text-ink transition-colors hover:border-line-strong aria-invalid:border-bad';

type Props = Omit<ComponentProps<'input'>, 'id'> & {
  label: string;
  testId: string;
  error?: ErrorShape | undefined;
  hint?: string;
};

/** An input with its label, a hint, and the reason it was refused, all bound for screen readers. */
export function TextField({ label, testId, error, hint, className = '', ...input }: Props) {
  const id = useId();
  const described = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className={`flex flex-col gap-1 ${className}`}>
      <label className="font-medium text-[13px]" htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        aria-describedby={described}
        aria-invalid={error ? true : undefined}
        className={controlClass}
        data-testid={testId}
        id={id}
      />
      {error ? <FieldError error={error} id={`${id}-error`} /> : null}
      {hint && !error ? (
        <p className="text-muted text-xs" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** The reason a field was refused; `id` ties it to its input. */
export function FieldError({ id, error }: { id: string; error: ErrorShape }) {
  const { text, hint } = useErrorText()(error);
  return (
    <p className="text-bad text-xs" id={id}>
      {text} {hint}
    </p>
  );
}
