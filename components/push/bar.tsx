import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PushProblem, PushQuota } from '../../lib/core/push';
import { Button } from '../button';
import { Spinner } from '../icons';
import { useFormat } from '../use-format';
import { PushErrors } from './errors';
import { productsLeft } from './problems';

type Props = {
  /** What would change, in one line. */
  summary: string;
  label: string;
  quota: PushQuota | null;
  /** What speaks against pushing at all. */
  problems: PushProblem[];
  checking: boolean;
  disabled: boolean;
  onConfirm: () => void;
  children?: ReactNode;
};

/** The foot of the push window: what would change, what is allowed today, and the way to go on. */
export function PushBar({ summary, label, quota, problems, checking, disabled, onConfirm, children }: Props) {
  const { t } = useTranslation();
  return (
    <div className="sticky bottom-0 z-5 -mx-4 mt-6 border-line border-t bg-surface px-4 py-3 sm:-mx-6 sm:px-6">
      {problems.length > 0 ? (
        <div className="mb-1.5">
          <PushErrors problems={problems} />
        </div>
      ) : null}
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p aria-live="polite" className="font-medium" data-testid="push-summary">
            {summary}
          </p>
          <Quota quota={quota} />
        </div>
        <div className="flex flex-wrap items-center gap-3 max-sm:w-full">
          {checking ? (
            <span className="flex items-center gap-1.5 text-[13px] text-muted" role="status">
              <Spinner />
              {t('push.checkingAll')}
            </span>
          ) : null}
          <Button
            className="max-sm:w-full"
            disabled={disabled}
            look="primary"
            onClick={onConfirm}
            size="large"
            testId="push-confirm"
          >
            {label}
          </Button>
        </div>
      </div>
      {children}
    </div>
  );
}

function Quota({ quota }: { quota: PushQuota | null }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const left = productsLeft(quota);
  if (left === undefined) return null;
  const reset = quota?.resetAt ?? null;
  return (
    <p
      className={`text-[13px] tabular-nums ${left === 0 ? 'text-bad' : 'text-muted'}`}
      data-left={left}
      data-testid="push-quota"
    >
      {t('push.quota', { count: left })}
      {reset === null || left > 0 ? null : ` ${t('push.quotaReset', { time: dateTime(reset) })}`}
    </p>
  );
}
