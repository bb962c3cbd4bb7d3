import { useTranslation } from 'react-i18next';
import { Button } from './button';
import { EmptyState } from './empty-state';

/** What a new user sees first: nothing works before a store is connected. */
export function FirstRun({ onOptions }: { onOptions: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState icon="store" text={t('popup.firstRun.text')} title={t('popup.firstRun.title')}>
      <Button look="primary" onClick={onOptions}>
        {t('popup.firstRun.action')}
      </Button>
    </EmptyState>
  );
}
