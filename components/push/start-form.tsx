import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { articleField } from '../../lib/core/article';
import type { StoreId } from '../../lib/core/ids';
import { productsPerPush } from '../../lib/core/push';
import { type PushRow, parsePushRows } from '../../lib/core/push-list';
import type { Store } from '../../lib/core/store';
import { Button } from '../button';
import { Message } from '../message';
import { SelectField } from '../select-field';
import { TextField } from '../text-field';
import { type ActionStatus, idle } from '../use-action';
import type { PushChoice } from './choice';
import { PushKind } from './kind';
import { PushRows } from './rows';

type Props = {
  stores: Store[];
  choice: PushChoice;
  onChange: (changes: Partial<PushChoice>) => void;
  onOne: (store: StoreId, id: string) => void;
  onMany: (store: StoreId, rows: PushRow[]) => void;
  /** What stands in place of the list where the pictures come from files. */
  files: ReactNode;
};

/** Which store and which products: the store is never guessed. */
export function PushStartForm(props: Props) {
  const { choice, onChange } = props;
  const { status, refused, submit } = useStart(props);
  return (
    <form
      className="flex flex-col gap-4 rounded-xl border border-line bg-surface p-4 sm:p-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <StoreAndField {...props} storeMissing={refused === 'store' && choice.store === null} />
      <PushKind onChange={(kind) => onChange({ kind })} value={choice.kind} />
      {choice.kind === 'files' ? props.files : <OneOrMany {...props} refused={refused} status={status} />}
    </form>
  );
}

type OneOrManyProps = Props & Pick<ReturnType<typeof useStart>, 'refused' | 'status'>;

function OneOrMany({ choice, onChange, refused, status }: OneOrManyProps) {
  const { t } = useTranslation();
  return (
    <>
      {choice.kind === 'one' ? (
        <TextField
          autoComplete="off"
          error={refused === 'id' && choice.id.trim() === '' ? { code: 'push.no_product', params: {} } : undefined}
          label={t('push.start.id')}
          onChange={(event) => onChange({ id: event.target.value })}
          spellCheck={false}
          testId="push-id"
          value={choice.id}
        />
      ) : (
        <PushRows onText={(rows) => onChange({ rows })} text={choice.rows} />
      )}
      <div>
        <Button className="max-sm:w-full" look="primary" size="large" testId="push-find" type="submit">
          {t(choice.kind === 'one' ? 'push.start.find' : 'push.start.show')}
        </Button>
        <Message status={status} testId="push-start-message" />
      </div>
    </>
  );
}

function useStart({ choice, onOne, onMany }: Props) {
  const [refused, setRefused] = useState<'store' | 'id'>();
  const [status, setStatus] = useState<ActionStatus>(idle);
  const refuse = (code: 'push.no_product' | 'push.too_many_products' | 'portal.store_unclear') =>
    setStatus({ state: 'error', error: { code, params: {} } });

  function submit() {
    setStatus(idle);
    if (choice.kind === 'files') return;
    const { rows, orphans } = parsePushRows(choice.rows);
    const id = choice.id.trim();
    const nothing = choice.kind === 'one' ? id === '' : rows.length === 0;
    setRefused(choice.store === null ? 'store' : nothing && choice.kind === 'one' ? 'id' : undefined);
    if (choice.store === null) return;
    if (choice.kind === 'one') return nothing ? undefined : onOne(choice.store, id);
    if (nothing || orphans.length > 0) return refuse('push.no_product');
    if (rows.length > productsPerPush) return refuse('push.too_many_products');
    onMany(choice.store, rows);
  }

  return { status, refused, submit };
}

function StoreAndField({ stores, choice, onChange, storeMissing }: Props & { storeMissing: boolean }) {
  const { t } = useTranslation();
  const nothing = choice.store === null ? [{ value: '', label: t('push.start.chooseStore') }] : [];
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        error={storeMissing ? { code: 'input.required', params: {} } : undefined}
        label={t('push.store')}
        onChange={(value) => onChange({ store: stores.find(({ id }) => id === value)?.id ?? null })}
        options={[...nothing, ...stores.map(({ id, name }) => ({ value: String(id), label: name }))]}
        testId="store-select"
        value={choice.store ?? ''}
      />
      <SelectField
        label={t('push.start.field')}
        onChange={(field) => onChange({ field })}
        options={articleField.options.map((value) => ({ value, label: t(`push.fields.${value}`) }))}
        testId="field-select"
        value={choice.field}
      />
    </div>
  );
}
