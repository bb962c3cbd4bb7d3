import { useTranslation } from 'react-i18next';
import { Button } from './button';

/** Says that a long list is kept beside the input, and offers to start over. */
export function LongList({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="mt-1 flex items-start justify-between gap-3">
      <p className="text-muted text-xs">{t('articles.held')}</p>
      <Button look="quiet" onClick={onClear} testId="articles-clear">
        {t('articles.clear')}
      </Button>
    </div>
  );
}
