import { useTranslation } from 'react-i18next';
import { Note } from '../note';

/** Articles Ozon does not know in the store. */
export function PushMissing({ ids }: { ids: string[] }) {
  const { t } = useTranslation();
  if (ids.length === 0) return null;
  return (
    <div className="mb-4" data-testid="push-missing">
      <Note tone="warn">
        <p>{t('push.many.missing', { count: ids.length })}</p>
        <p className="font-mono [overflow-wrap:anywhere]">{ids.join(', ')}</p>
      </Note>
    </div>
  );
}
