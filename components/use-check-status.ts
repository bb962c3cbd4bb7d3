import { useTranslation } from 'react-i18next';
import type { StoreCheck } from '../lib/core/store';
import type { ActionStatus } from './use-action';
import { useFormat } from './use-format';

/** What to say about a finished check of a key; a key that may not read products is an error. */
export function useCheckStatus() {
  const { t } = useTranslation();
  const { day } = useFormat();
  return ({ company, expiresAt, missingMethods }: StoreCheck): ActionStatus => {
    if (missingMethods.length > 0) return { state: 'error', error: { code: 'ozon.key_missing_role', params: {} } };
    const text =
      expiresAt === null
        ? t('stores.checked', { company })
        : t('stores.checkedUntil', { company, date: day(expiresAt) });
    return { state: 'ok', text };
  };
}
