import { useTranslation } from 'react-i18next';
import { Spinner } from './icons';

/** Shown until the database has answered for the first time. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <p className="flex items-center justify-center gap-2 py-10 text-muted" role="status">
      <Spinner />
      {t('common.loading')}
    </p>
  );
}
