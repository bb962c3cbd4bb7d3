import { useTranslation } from 'react-i18next';
import type { Connection } from '../lib/core/connection';
import type { FieldErrors } from '../lib/core/forms';
import { errorAt } from './form-values';
import { TextField } from './text-field';

type Props = { connection: Connection | null; errors: FieldErrors };

/** Address and token. A stored token is never shown: an empty field keeps it. */
export function CompanionFields({ connection, errors }: Props) {
  const { t } = useTranslation();
  const token = connection ? t('companion.tokenKeep', { last4: connection.tokenHint }) : undefined;
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
      <TextField
        autoComplete="off"
        defaultValue={connection?.url}
        error={errorAt(errors, 'url')}
        inputMode="url"
        label={t('companion.url')}
        name="url"
        placeholder={t('companion.urlPlaceholder')}
        spellCheck={false}
        testId="companion-url"
      />
      <TextField
        autoComplete="new-password"
        error={errorAt(errors, 'token')}
        label={t('companion.token')}
        name="token"
        placeholder={token}
        spellCheck={false}
        testId="companion-token"
        type="password"
      />
      <p className="text-muted text-xs sm:col-span-2">{t('companion.hint')}</p>
    </div>
  );
}
