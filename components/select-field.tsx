import { useId } from 'react';
import type { ErrorShape } from '../lib/core/app-error';
import { controlClass, FieldError } from './text-field';

type Props<V extends string> = {
  label: string;
  testId: string;
  value: V;
  options: { value: V; label: string }[];
  onChange: (value: V) => void;
  className?: string;
  disabled?: boolean | undefined;
  error?: ErrorShape | undefined;
};

/** A native select with its label. */
export function SelectField<V extends string>({
  label,
  testId,
  value,
  options,
  onChange,
  className = '',
  disabled,
  error,
}: Props<V>) {
  const id = useId();
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option) onChange(option.value);
  };
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <label className="font-medium text-[13px]" htmlFor={id}>
        {label}
      </label>
      <div className="relative">
        <select
          aria-describedby={error ? `${id}-error` : undefined}
          aria-invalid={error ? true : undefined}
          className={`${controlClass} appearance-none truncate pr-8 disabled:opacity-55`}
          data-testid={testId}
          disabled={disabled}
          id={id}
          onChange={(event) => choose(event.target.value)}
          value={value}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Chevron />
      </div>
      {error ? <FieldError error={error} id={`${id}-error`} /> : null}
    </div>
  );
}

function Chevron() {
  return (
    <svg
      aria-hidden="true"
      className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="2"
      viewBox="0 0 24 24"
    >
      <path d="M7 10l5 5 5-5" />
    </svg>
  );
}
