import { useTranslation } from 'react-i18next';
import type { FieldErrors } from '../lib/core/forms';
import type { Store } from '../lib/core/store';
import { errorAt } from './form-values';
import { Note } from './note';
import { SwitchField } from './switch-field';
import { TextField } from './text-field';

type Props = {
  editing: Store | undefined;
  errors: FieldErrors;
  throughCompanion: boolean;
  hasCompanion: boolean;
  onThroughCompanion: (chosen: boolean) => void;
};

/** Name, Client-Id, key, and the way to Ozon. The key of a saved store is never shown: an empty field keeps it. */
export function StoreFields({ editing, errors, ...way }: Props) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
      <TextField
        autoComplete="off"
        className="sm:col-span-2"
        defaultValue={editing?.name}
        error={errorAt(errors, 'name')}
        label={t('stores.name')}
        maxLength={60}
        name="name"
        placeholder={t('stores.namePlaceholder')}
        testId="store-name"
      />
      <TextField
        autoComplete="off"
        defaultValue={editing?.clientId}
        error={errorAt(errors, 'clientId')}
        inputMode="numeric"
        label={t('stores.clientId')}
        name="clientId"
        placeholder={t('stores.clientIdPlaceholder')}
        testId="store-client-id"
      />
      <TextField
        autoComplete="new-password"
        error={errorAt(errors, 'apiKey')}
        label={t('stores.apiKey')}
        name="apiKey"
        placeholder={editing ? t('stores.apiKeyKeep', { last4: editing.keyHint }) : undefined}
        spellCheck={false}
        testId="store-api-key"
        type="password"
      />
      <p className="text-muted text-xs sm:col-span-2">{t('stores.where')}</p>
      <WayField {...way} />
    </div>
  );
}

/** Whether Ozon is asked by this browser or by the companion, and when which is right. */
function WayField({ throughCompanion, hasCompanion, onThroughCompanion }: Omit<Props, 'editing' | 'errors'>) {
  const { t } = useTranslation();
  return (
    <div className="border-line border-t pt-3 sm:col-span-2">
      <SwitchField
        checked={throughCompanion}
        label={t('stores.through.label')}
        onChange={onThroughCompanion}
        testId="store-through-companion"
      />
      <p className="mt-1 text-muted text-xs">{t('stores.through.when')}</p>
      {throughCompanion && !hasCompanion ? (
        <div className="mt-2">
          <Note tone="warn">{t('stores.through.noCompanion')}</Note>
        </div>
      ) : null}
    </div>
  );
}
