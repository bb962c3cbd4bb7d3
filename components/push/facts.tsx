import { useTranslation } from 'react-i18next';
import { describeChange } from '../../lib/core/preflight';
import type { Push } from '../../lib/core/push';
import type { PushStatus } from './state';
import { PushStrip } from './strip';
import { usePushTexts } from './use-push-texts';

/** What a push changed on which product, and what the card has now (product.md E3). */
export function PushFacts({ push, status }: { push: Push; status: PushStatus }) {
  const { t } = useTranslation();
  const texts = usePushTexts();
  const { before, next, after } = push;
  const change = before && describeChange(before, next);
  const updatedImages = change ? change.added.length + change.removed.length + change.moved.length > 0 : false;
  return (
    <div
      className="mt-3"
      data-current-images={after?.pictures.length}
      data-testid="push-facts"
      data-updated-color-image={status === 'done' && (change?.colourChanged ?? false)}
      data-updated-images={status === 'done' && updatedImages}
    >
      {status === 'done' && change ? (
        <p className="text-[13px]">{texts.change({ current: before, next, change })}</p>
      ) : null}
      {after ? (
        <div className="mt-2">
          <p className="mb-1 text-[13px] text-muted tabular-nums">
            {t('push.now')}: {texts.pictures(after)}
          </p>
          <PushStrip label={t('push.now')} set={after} size="small" />
        </div>
      ) : null}
    </div>
  );
}
