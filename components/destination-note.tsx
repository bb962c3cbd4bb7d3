import { useTranslation } from 'react-i18next';
import type { DownloadDestination } from '../lib/core/job';
import { Note } from './note';

type Props = { destination: DownloadDestination; hasCloud: boolean; onOptions: () => void };

/** What the chosen destination means, or what it still lacks. */
export function DestinationNote({ destination, hasCloud, onOptions }: Props) {
  const { t } = useTranslation();
  if (destination === 'links') return <p className="text-muted text-xs">{t('popup.linksNote')}</p>;
  if (hasCloud) return null;
  return (
    <Note icon="cloud" tone="warn">
      <p>{t('popup.noCloud.text')}</p>
      <button className="min-h-8 font-semibold underline underline-offset-2" onClick={onOptions} type="button">
        {t('popup.noCloud.action')}
      </button>
    </Note>
  );
}
