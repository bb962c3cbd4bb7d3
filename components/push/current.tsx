import { useTranslation } from 'react-i18next';
import { PushStrip } from './strip';
import { usePushTexts } from './use-push-texts';
import type { PushView } from './view';

/** What is on the card now; pictures the new set leaves out are marked. */
export function PushCurrent({ view: { current, change } }: { view: PushView }) {
  const { t } = useTranslation();
  const { pictures } = usePushTexts();
  return (
    <section aria-label={t('push.now')} className="mt-6">
      <h2 className="flex flex-wrap items-baseline gap-x-2 font-semibold text-lg leading-snug">
        {t('push.now')}
        <span className="font-normal text-[13px] text-muted tabular-nums">{pictures(current)}</span>
      </h2>
      <div className="mt-2">
        {current.pictures.length === 0 && current.colour === null ? (
          <p className="text-muted">{t('push.nowEmpty')}</p>
        ) : (
          <PushStrip
            label={t('push.now')}
            marked={{ urls: change.removed, tone: 'removed' }}
            set={current}
            testId="push-current-image"
          />
        )}
      </div>
    </section>
  );
}
