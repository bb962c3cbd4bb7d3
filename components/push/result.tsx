import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../lib/core/app-error';
import type { Push } from '../../lib/core/push';
import { Icon, Spinner } from '../icons';
import type { Waiting } from '../job-card';
import { Note } from '../note';
import { useErrorText, useFormat } from '../use-format';
import { PushErrors } from './errors';
import { PushFacts } from './facts';
import { type PushStatus, pushError, type UndoActions } from './state';
import { PushUndo } from './undo';

export type PushResultProps = {
  push: Push;
  status: PushStatus;
  storeName: string;
  waiting: Waiting | undefined;
  /** The seller came from the edit page, whose form still holds the old pictures (product.md E6). */
  fromEditPage: boolean;
  onUndo: UndoActions;
  /** The result of the page, or of one product among several. */
  testId?: 'push-result' | 'push-item';
};

const looks: Record<PushStatus, string> = {
  sending: 'border-accent/40 bg-accent-soft',
  waiting: 'border-accent/40 bg-accent-soft',
  done: 'border-ok/40 bg-ok-soft',
  failed: 'border-bad/40 bg-bad-soft',
};

const tones: Record<PushStatus, string> = {
  sending: 'text-accent',
  waiting: 'text-accent',
  done: 'text-ok',
  failed: 'text-bad',
};

/** How a push of one product went, live. */
export function PushResult(props: PushResultProps) {
  const { push, status, waiting, fromEditPage, testId = 'push-result' } = props;
  const { t } = useTranslation();
  const error = pushError(push, status);
  return (
    <section
      aria-label={t('push.result.label')}
      className={`mt-6 rounded-xl border p-4 ${looks[status]}`}
      data-error={error !== null && error !== 'stopped' ? error.code : undefined}
      data-job-id={push.jobId}
      data-product-id={push.productId}
      data-status={status}
      data-testid={testId}
    >
      <div className="flex gap-2.5" role="status">
        <span className={`mt-0.5 ${tones[status]}`}>
          <Mark status={status} />
        </span>
        <div className="min-w-0">
          <p className={`font-semibold ${tones[status]}`}>{t(`push.result.${titleOf(push, status, error)}`)}</p>
          {error && status !== 'done' ? <Reason error={error} /> : null}
          {status === 'waiting' ? <p className="text-[13px]">{t('push.result.mayClose')}</p> : null}
        </div>
      </div>
      {waiting && status !== 'done' && status !== 'failed' ? <WaitingNote waiting={waiting} /> : null}
      {push.problems.length > 0 ? (
        <div className="mt-3 rounded-lg bg-surface p-3">
          <PushErrors named problems={push.problems} />
        </div>
      ) : null}
      {status === 'done' || status === 'failed' ? <PushFacts push={push} status={status} /> : null}
      {fromEditPage && push.sends > 0 ? (
        <div className="mt-3" data-testid="push-reload-note">
          <Note tone="warn">{t('push.result.reload')}</Note>
        </div>
      ) : null}
      <PushUndo {...props} testId="push-undo" />
    </section>
  );
}

/** A push that failed may have changed the card all the same, so not every failure is called one. */
function titleOf({ undoOf }: Push, status: PushStatus, error: ErrorShape | 'stopped' | null) {
  const code = error !== null && error !== 'stopped' ? error.code : undefined;
  if (status === 'done') return code === 'push.same_set' ? 'same' : undoOf ? 'undone' : 'done';
  if (status !== 'failed') return status;
  if (code === 'push.partly') return 'partly';
  return code === 'push.not_sure' || code === 'push.not_settled' ? 'unclear' : 'failed';
}

function Mark({ status }: { status: PushStatus }) {
  if (status === 'done') return <Icon className="size-5" name="check" />;
  if (status === 'failed') return <Icon className="size-5" name="alert" />;
  return <Spinner className="size-4.5" />;
}

function Reason({ error }: { error: ErrorShape | 'stopped' }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  if (error === 'stopped') return <p className="text-[13px]">{t('push.result.stopped')}</p>;
  const { text, hint } = errorText(error);
  return (
    <p className="text-[13px]">
      {text} {hint}
    </p>
  );
}

function WaitingNote({ waiting }: { waiting: Waiting }) {
  const { t } = useTranslation();
  const { clock } = useFormat();
  const { text } = useErrorText()(waiting.error);
  return (
    <div className="mt-3">
      <Note tone="warn">{t('job.waiting', { reason: text, time: clock(waiting.until) })}</Note>
    </div>
  );
}
