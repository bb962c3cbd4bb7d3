import { useTranslation } from 'react-i18next';
import type { Push } from '../../lib/core/push';
import { Section } from '../section';
import { useFormat } from '../use-format';
import { PushBadge } from './badge';
import type { PushStatus, UndoActions } from './state';
import { PushUndo } from './undo';

/** A push of the past with what became of it. */
export type PastPush = { push: Push; status: PushStatus };

type Props = {
  pushes: PastPush[];
  storeName: string;
  disabled: boolean;
  onUndo: UndoActions;
};

/** Earlier pushes of a product, newest first, each with a way back to what was there before (product.md E4). */
export function PushHistory({ pushes, storeName, disabled, onUndo }: Props) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  if (pushes.length === 0) return null;
  return (
    <div className="mt-10">
      <Section text={t('push.history.text')} title={t('push.history.title')}>
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {pushes.map(({ push, status }) => (
            <li
              className="px-4 py-3"
              data-job-id={push.jobId}
              data-status={status}
              data-testid="push-history-row"
              key={`${push.jobId} ${push.seq}`}
            >
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <time className="font-medium" dateTime={new Date(push.createdAt).toISOString()}>
                  {dateTime(push.createdAt)}
                </time>
                <PushBadge status={status} />
                <span className="text-[13px] text-muted tabular-nums">
                  {push.undoOf ? `${t('push.history.undo')} · ` : ''}
                  {t('push.history.counts', {
                    before: push.before?.pictures.length ?? '?',
                    after: push.next.pictures.length,
                  })}
                </span>
              </p>
              <PushUndo
                disabled={disabled}
                onUndo={onUndo}
                push={push}
                status={status}
                storeName={storeName}
                testId="push-history-undo"
              />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
