import { AppError, type ErrorShape } from '../lib/core/app-error';
import type { FieldErrors } from '../lib/core/forms';

/** What stands in the inputs of a form, by name. Inputs are not kept in state, so a secret never is either. */
export function typedIn(form: HTMLFormElement | null): Record<string, string> {
  if (!form) return {};
  return Object.fromEntries(
    [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

/** The reason to show at the form as a whole when fields were refused. */
export function firstErrorOf(errors: FieldErrors): ErrorShape {
  return { code: Object.values(errors)[0] ?? 'input.invalid', params: {} };
}

/** The field an answer of the worker is about, if it names one. */
export function refusedField(thrown: unknown): FieldErrors {
  if (!(thrown instanceof AppError) || typeof thrown.params.field !== 'string') return {};
  return { [thrown.params.field]: thrown.code };
}

/** Puts the cursor into the first refused field. */
export function focusRefused(form: HTMLFormElement | null, errors: FieldErrors): void {
  const inputs = [...(form?.querySelectorAll('input') ?? [])];
  inputs.find((input) => Object.hasOwn(errors, input.name))?.focus();
}

/** The error of one field as the page shows it. */
export function errorAt(errors: FieldErrors, field: string): ErrorShape | undefined {
  const code = errors[field];
  return code === undefined ? undefined : { code, params: {} };
}
