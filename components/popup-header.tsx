import { useTranslation } from 'react-i18next';
import { Brand } from './brand';
import { IconButton } from './icon-button';

type Props = { onJobs: () => void; onOptions: () => void; onPanel?: (() => void) | undefined };

/** Name of the product and the ways to the other pages; to the side panel where there is one. */
export function PopupHeader({ onJobs, onOptions, onPanel }: Props) {
  const { t } = useTranslation();
  return (
    <header className="border-line border-b bg-surface">
      <div className="mx-auto flex max-w-xl items-center justify-between gap-2 py-2 pr-2.5 pl-4">
        <Brand />
        <nav aria-label={t('nav.label')} className="flex">
          {onPanel ? (
            <IconButton icon="panel" label={t('popup.openPanel')} onClick={onPanel} testId="open-side-panel" />
          ) : null}
          <IconButton icon="list" label={t('popup.allJobs')} onClick={onJobs} />
          <IconButton icon="gear" label={t('nav.settings')} onClick={onOptions} />
        </nav>
      </div>
    </header>
  );
}
