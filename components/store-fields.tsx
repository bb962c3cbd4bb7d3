import { useTranslation } from 'react-i18next';
import type { FieldErrors } from '../lib/core/forms';
import type { Store } from '../lib/core/store';
import { errorAt } from './form-values';
import { TextField } from './text-field';

type Props = { editing: Store | undefined; errors: FieldErrors };

/** Name, Client-Id and key. The key of a saved store is never shown: an empty field keeps it. */
export function StoreFields({ editing, errors }: Props) {
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
    </div>
  );
}
