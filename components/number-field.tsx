import { useState } from 'react';
import type { ErrorShape } from '../lib/core/app-error';
import { TextField } from './text-field';

type Props = {
  label: string;
  hint: string;
  testId: string;
  value: number;
  range: { min: number; max: number };
  onSave: (value: number) => void;
};

/** A whole number within bounds; given on as soon as it fits. */
export function NumberField({ value, range, onSave, ...field }: Props) {
  const [error, setError] = useState<ErrorShape>();

  function change(text: string) {
    const typed = Number(text);
    const fits = /^\d+$/.test(text) && typed >= range.min && typed <= range.max;
    setError(fits ? undefined : { code: 'input.range', params: range });
    if (fits) onSave(typed);
  }

  return (
    <TextField
      {...field}
      {...range}
      defaultValue={value}
      error={error}
      inputMode="numeric"
      onChange={(event) => change(event.target.value)}
      step={1}
      type="number"
    />
  );
}
