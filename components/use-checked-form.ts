import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldErrors } from '../lib/core/forms';
import { firstErrorOf, focusRefused, refusedField } from './form-values';
import { type ActionStatus, useAction } from './use-action';

/** A form whose inputs keep their own values, with the reasons fields were refused and how saving went. */
export function useCheckedForm() {
  const { t } = useTranslation();
  const ref = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [dirty, setDirty] = useState(false);
  const { status, setStatus, run, busy } = useAction();

  /** Marks fields and puts the cursor into the first; nothing typed is lost. */
  function refuse(refused: FieldErrors): void {
    setErrors(refused);
    setStatus({ state: 'error', error: firstErrorOf(refused), text: t('common.checkFields') });
    focusRefused(ref.current, refused);
  }

  /** Saves; a field that the worker refuses is marked like one refused here. */
  async function save(work: () => Promise<ActionStatus>): Promise<void> {
    setErrors({});
    await run(t('common.saving'), () =>
      work().catch((thrown: unknown) => {
        setErrors(refusedField(thrown));
        throw thrown;
      }),
    );
  }

  return { ref, errors, dirty, setDirty, refuse, save, status, run, busy };
}
