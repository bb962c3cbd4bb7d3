import { useTranslation } from 'react-i18next';
import type { Store } from '../lib/core/store';
import { Button } from './button';
import { DeleteStore } from './delete-store';
import { IconButton } from './icon-button';
import type { RunAction } from './job-actions';
import { Message } from './message';
import type { StoreCommands } from './store-commands';
import { StoreHealth } from './store-health';
import { idle, useAction } from './use-action';

type Props = { store: Store; isDefault: boolean; commands: StoreCommands; onEdit: () => void };

/** A saved store: whose key it is, how it is doing, and what can be done with it. */
export function StoreRow({ store, isDefault, commands, onEdit }: Props) {
  const { t } = useTranslation();
  const { status, run, busy } = useAction();
  const { name } = store;
  return (
    <li className="px-4 py-3 sm:px-5" data-default={isDefault} data-store-name={name} data-testid="store-row">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-56">
          <p className="flex flex-wrap items-center gap-x-2 font-semibold">
            {name}
            {isDefault ? (
              <span className="rounded-full bg-accent-soft px-2 py-0.5 font-medium text-accent text-xs">
                {t('stores.default')}
              </span>
            ) : null}
          </p>
          <p className="text-[13px] text-muted tabular-nums">
            {t('stores.clientId')} {store.clientId} · {t('stores.apiKey')} ••••{store.keyHint}
          </p>
          {store.throughCompanion ? <p className="text-[13px] text-muted">{t('stores.through.row')}</p> : null}
        </div>
        <StoreActions busy={busy} commands={commands} isDefault={isDefault} onEdit={onEdit} run={run} store={store} />
      </div>
      <StoreHealth now={Date.now()} store={store} />
      {status.state === 'error' && status.error.code === store.checkError?.code ? null : <Message status={status} />}
    </li>
  );
}

type ActionProps = Props & { run: RunAction; busy: boolean };

function StoreActions({ store: { id, name }, store, isDefault, commands, onEdit, run, busy }: ActionProps) {
  const { t } = useTranslation();
  return (
    <div className="-mx-2 flex">
      <Button
        aria-label={t('stores.checkName', { name })}
        disabled={busy}
        look="quiet"
        onClick={() => void run(t('common.checking'), () => commands.check(id).then(() => idle))}
        size="small"
      >
        {t('common.check')}
      </Button>
      <IconButton icon="edit" label={t('stores.editName', { name })} onClick={onEdit} />
      <IconButton
        filled={isDefault}
        icon="star"
        label={t('stores.makeDefault', { name })}
        onClick={() => void run(t('common.working'), () => commands.makeDefault(id).then(() => idle))}
        pressed={isDefault}
        testId="store-default"
      />
      <DeleteStore commands={commands} run={run} store={store} />
    </div>
  );
}
