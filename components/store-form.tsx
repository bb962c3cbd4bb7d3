import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrorsOf, storeForm } from '../lib/core/forms';
import type { StoreId } from '../lib/core/ids';
import type { Store } from '../lib/core/store';
import { Button } from './button';
import { typedIn } from './form-values';
import { Message } from './message';
import type { StoreCommands } from './store-commands';
import { StoreFields } from './store-fields';
import { useCheckStatus } from './use-check-status';
import { useCheckedForm } from './use-checked-form';

type Props = { editing: Store | undefined; commands: StoreCommands; hasCompanion: boolean; onClose: () => void };

/**
 * Adds a store, or changes the one being edited. Inputs keep what was typed until it is saved; the key then leaves the
 * page. "Check" asks about the store just saved or edited, and saves first when something was typed.
 */
export function StoreForm({ editing, commands, hasCompanion, onClose }: Props) {
  const { t } = useTranslation();
  const form = useStoreForm(editing, commands);
  return (
    <form
      autoComplete="off"
      className="rounded-xl border border-line bg-surface p-4 sm:p-5"
      noValidate
      onInput={() => form.setDirty(Object.values(typedIn(form.ref.current)).some((value) => value !== ''))}
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
      ref={form.ref}
    >
      <h3 className="mb-3 font-semibold text-[15px]">
        {editing ? t('stores.edit', { name: editing.name }) : t('stores.add')}
      </h3>
      <StoreFields
        editing={editing}
        errors={form.errors}
        hasCompanion={hasCompanion}
        onThroughCompanion={form.chooseWay}
        throughCompanion={form.throughCompanion}
      />
      <div className="mt-4 flex flex-wrap gap-2">
        <Button disabled={form.busy} look="primary" testId="store-save" type="submit">
          {t('common.save')}
        </Button>
        <Button disabled={form.busy} onClick={() => void form.check()} testId="store-check">
          {form.dirty ? t('common.saveAndCheck') : t('common.check')}
        </Button>
        {editing ? (
          <Button look="quiet" onClick={onClose}>
            {t('stores.done')}
          </Button>
        ) : null}
      </div>
      <Message status={form.status} testId="store-message" />
    </form>
  );
}

function useStoreForm(editing: Store | undefined, commands: StoreCommands) {
  const { t } = useTranslation();
  const form = useCheckedForm();
  const { ref, dirty, setDirty, run } = form;
  const checkStatus = useCheckStatus();
  const [saved, setSaved] = useState<StoreId | undefined>(editing?.id);
  const [throughCompanion, setThroughCompanion] = useState(editing?.throughCompanion ?? false);
  const isEdit = editing !== undefined;

  // The form may be far below the row whose "Edit" was pressed.
  useEffect(() => {
    if (isEdit) ref.current?.querySelector('input')?.focus();
  }, [isEdit, ref]);

  /** Saves what was typed and gives the store; undefined when it was refused. */
  async function save(): Promise<StoreId | undefined> {
    const parsed = storeForm.safeParse({
      ...typedIn(ref.current),
      throughCompanion,
      ...(editing && { id: editing.id }),
    });
    if (!parsed.success) {
      form.refuse(fieldErrorsOf(parsed.error));
      return undefined;
    }
    let id: StoreId | undefined;
    await form.save(async () => {
      id = await commands.save(parsed.data);
      setSaved(id);
      setDirty(false);
      ref.current?.reset();
      if (!isEdit) setThroughCompanion(false);
      return { state: 'ok', text: t('stores.saved', { name: parsed.data.name }) };
    });
    return id;
  }

  async function check() {
    const id = dirty || saved === undefined ? await save() : saved;
    if (id !== undefined) await run(t('common.checking'), async () => checkStatus(await commands.check(id)));
  }

  function chooseWay(chosen: boolean) {
    setThroughCompanion(chosen);
    // A new store has nothing to save yet but its fields.
    if (isEdit) setDirty(true);
  }

  return { ...form, submit: save, check, throughCompanion, chooseWay };
}
