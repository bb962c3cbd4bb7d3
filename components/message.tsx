import type { ReactNode } from 'react';
import { Icon, Spinner } from './icons';
import type { ActionStatus } from './use-action';
import { useErrorText } from './use-format';

const looks = {
  idle: '',
  busy: 'mt-3 bg-sunken px-3 py-2 text-muted',
  ok: 'mt-3 bg-ok-soft px-3 py-2 text-ok',
  error: 'mt-3 bg-bad-soft px-3 py-2 text-bad',
} as const;

const marks: Record<ActionStatus['state'], ReactNode> = {
  idle: null,
  busy: <Spinner className="mt-0.5 size-4" />,
  ok: <Icon className="mt-0.5 size-4" name="check" />,
  error: <Icon className="mt-0.5 size-4" name="alert" />,
};

/** The line that says how an action went. It stays on the page, so that screen readers hear it change. */
export function Message({ status, testId }: { status: ActionStatus; testId?: string }) {
  const { state } = status;
  const code = status.state === 'error' ? status.error.code : status.state === 'ok' ? status.code : undefined;
  return (
    <div
      className={`flex gap-2 rounded-lg text-[13px] ${looks[state]}`}
      data-code={code}
      data-state={state === 'idle' ? undefined : state}
      data-testid={testId}
      role="status"
    >
      {marks[state]}
      <MessageText status={status} />
    </div>
  );
}

function MessageText({ status }: { status: ActionStatus }) {
  const errorText = useErrorText();
  if (status.state === 'idle') return null;
  if (status.state !== 'error' || status.text) return <p className="min-w-0">{status.text}</p>;
  const { text, hint } = errorText(status.error);
  return (
    <p className="min-w-0">
      <strong className="font-semibold">{text}</strong> {hint}
    </p>
  );
}
