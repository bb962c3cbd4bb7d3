import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionCheck } from '../lib/core/connection';
import { companionForm, fieldErrorsOf, type CompanionForm as Values } from '../lib/core/forms';
import { Button } from './button';
import { CompanionFields } from './companion-fields';
import { CompanionSteps } from './companion-steps';
import { typedIn } from './form-values';
import { Message } from './message';
import type { ActionStatus } from './use-action';
import { useCheckedForm } from './use-checked-form';
import { useErrorText } from './use-format';

export type CompanionCommands = {
  save: (form: Values) => Promise<unknown>;
  check: () => Promise<ConnectionCheck>;
};

type Props = { connection: Connection | null; commands: CompanionCommands };

/** Address and token of the companion. Saving goes the whole way of a picture once and shows each step. */
export function CompanionForm({ connection, commands }: Props) {
  const { t } = useTranslation();
  const form = useCompanionForm(connection, commands);
  return (
    <form
      autoComplete="off"
      className="rounded-xl border border-line bg-surface p-4 sm:p-5"
      noValidate
      onInput={() => form.setDirty(true)}
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
      ref={form.ref}
    >
      <CompanionFields connection={connection} errors={form.errors} />
      <div className="mt-4 flex flex-wrap gap-2">
        <Button disabled={form.busy} look="primary" testId="companion-save" type="submit">
          {t('common.saveAndCheck')}
        </Button>
        <Button disabled={form.busy} onClick={() => void form.check()} testId="companion-check">
          {t('common.check')}
        </Button>
      </div>
      <Message status={form.status} testId="companion-message" />
      <CompanionSteps busy={form.checking} check={connection?.check ?? null} />
    </form>
  );
}

function useCompanionForm(connection: Connection | null, commands: CompanionCommands) {
  const { t } = useTranslation();
  const form = useCheckedForm();
  const { ref, dirty, setDirty, run } = form;
  const statusOf = useConnectionStatus();
  const [checking, setChecking] = useState(false);

  async function walk(): Promise<ActionStatus> {
    setChecking(true);
    return statusOf(await commands.check().finally(() => setChecking(false)));
  }

  async function submit() {
    const parsed = companionForm.safeParse(typedIn(ref.current));
    if (!parsed.success) return form.refuse(fieldErrorsOf(parsed.error));
    if (lacksToken(parsed.data, connection)) return form.refuse({ token: 'input.required' });
    await form.save(async () => {
      await commands.save(parsed.data);
      forgetToken(ref.current);
      setDirty(false);
      return walk();
    });
  }

  const check = () => (dirty || !connection ? submit() : run(t('common.checking'), walk));
  return { ...form, checking, submit, check };
}

/** A new companion needs a token of its own; the stored one is never sent to another address. */
const lacksToken = ({ url, token }: Values, connection: Connection | null) => token === '' && connection?.url !== url;

function forgetToken(form: HTMLFormElement | null) {
  for (const input of form?.querySelectorAll('input') ?? []) if (input.type === 'password') input.value = '';
}

function useConnectionStatus() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return ({ failed, warning, userId }: ConnectionCheck): ActionStatus => {
    if (failed) return { state: 'error', error: failed.error };
    const user = userId ?? '';
    if (!warning) return { state: 'ok', text: t('companion.connected', { user }) };
    const { text } = errorText(warning);
    return { state: 'ok', text: t('companion.connectedWarning', { user, text }), code: warning.code };
  };
}
