import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../lib/core/app-error';
import type { ErrorCode } from '../lib/core/error-codes';
import { Button } from './button';
import { useErrorText, useFormat } from './use-format';

type Reason = { error: ErrorShape; count: number };

type Props = {
  reasons: Reason[];
  /** The reason whose lines are shown. */
  chosen: ErrorCode | undefined;
  onChoose: (code: ErrorCode | undefined) => void;
  /** Absent while nothing can be retried. */
  onRetry: ((code: ErrorCode) => void) | undefined;
};

/** Why articles failed, reason by reason: each can be looked at and retried on its own. */
export function ReasonGroups({ reasons, chosen, onChoose, onRetry }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { number } = useFormat();
  return (
    <ul aria-label={t('items.reasons')} className="mb-3 flex flex-col gap-1.5">
      {reasons.map(({ error, count }) => (
        <li
          className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg bg-sunken px-3 py-1.5 text-[13px]"
          data-count={count}
          data-error={error.code}
          data-testid="job-reason"
          key={error.code}
        >
          <span className="min-w-8 font-semibold text-bad tabular-nums">{number(count)}</span>
          {/* Wide enough to be read: on a narrow page the buttons go below. */}
          <span className="min-w-48 flex-1 [overflow-wrap:anywhere]">{errorText(error).text}</span>
          <span className="ml-auto flex flex-wrap justify-end gap-x-3 gap-y-1">
            <Button
              aria-pressed={chosen === error.code}
              look="quiet"
              onClick={() => onChoose(chosen === error.code ? undefined : error.code)}
              size="small"
              testId="reason-show"
            >
              {t(chosen === error.code ? 'items.showAll' : 'items.showThese')}
            </Button>
            {onRetry ? (
              <Button onClick={() => onRetry(error.code)} size="small" testId="reason-retry">
                {t('items.retryThese')}
              </Button>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
