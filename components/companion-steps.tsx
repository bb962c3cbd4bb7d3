import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../lib/core/app-error';
import { type ConnectionCheck, checkSteps } from '../lib/core/connection';
import { Icon, Spinner } from './icons';
import { useErrorText, useFormat } from './use-format';

type Step = (typeof checkSteps)[number];
type StepState = 'done' | 'failed' | 'warning' | 'busy' | 'waiting';

const tones: Record<StepState, string> = {
  done: 'text-ok',
  failed: 'text-bad',
  warning: 'text-warn',
  busy: 'text-muted',
  waiting: 'text-muted',
};

/** How far the last check came: each step done, failed or not reached, with the reason. */
export function CompanionSteps({ check, busy }: { check: ConnectionCheck | null; busy: boolean }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  if (!check && !busy) return null;
  return (
    <div className="mt-4 border-line border-t pt-3">
      <ol aria-label={t('companion.steps.label')} className="flex flex-col gap-2">
        {checkSteps.map((step) => (
          <StepLine
            error={busy ? null : errorOf(check, step)}
            key={step}
            state={busy ? 'busy' : stateOf(check, step)}
            step={step}
          />
        ))}
      </ol>
      {check && !busy ? (
        <p className="mt-3 text-muted text-xs">{t('companion.checkedAt', { date: dateTime(check.checkedAt) })}</p>
      ) : null}
    </div>
  );
}

function StepLine({ step, state, error }: { step: Step; state: StepState; error: ErrorShape | null }) {
  const { t } = useTranslation();
  return (
    <li className="flex gap-2.5 text-[13px]" data-state={state} data-step={step}>
      <span className={`mt-0.5 ${tones[state]}`}>
        <Mark state={state} />
      </span>
      <span className={`min-w-0 ${state === 'waiting' ? 'text-muted' : ''}`}>
        {t(`companion.steps.${step}`)}
        <span className="sr-only">: {t(`companion.stepStates.${state}`)}</span>
        {error ? <StepError error={error} tone={tones[state]} /> : null}
      </span>
    </li>
  );
}

function Mark({ state }: { state: StepState }) {
  if (state === 'busy') return <Spinner />;
  if (state === 'done') return <Icon className="size-4" name="check" />;
  if (state === 'waiting') return <span className="mx-1 mt-1 block size-2 rounded-full bg-line-strong/60" />;
  return <Icon className="size-4" name={state === 'failed' ? 'cross' : 'alert'} />;
}

function StepError({ error, tone }: { error: ErrorShape; tone: string }) {
  const { text, hint } = useErrorText()(error);
  return (
    <span className="block">
      <span className={tone}>{text}</span> <span className="text-muted">{hint}</span>
    </span>
  );
}

function stateOf(check: ConnectionCheck | null, step: Step): StepState {
  if (!check) return 'waiting';
  const at = checkSteps.indexOf(step);
  const failedAt = check.failed ? checkSteps.indexOf(check.failed.step) : checkSteps.length;
  if (at > failedAt) return 'waiting';
  if (at === failedAt) return 'failed';
  return check.warning && step === 'read' ? 'warning' : 'done';
}

function errorOf(check: ConnectionCheck | null, step: Step): ErrorShape | null {
  if (check?.failed?.step === step) return check.failed.error;
  return step === 'read' ? (check?.warning ?? null) : null;
}
