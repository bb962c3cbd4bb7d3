import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PushProblem } from '../../lib/core/push';
import { Icon } from '../icons';
import { useErrorText } from '../use-format';

const tones = { block: 'text-bad', warn: 'text-warn', note: 'text-muted' } as const;

type Props = {
  problems: PushProblem[];
  /** Away from its picture a problem names it. */
  named?: boolean;
  /** What can be done about it right here. */
  children?: ReactNode;
};

/** What speaks against a set or a picture, each with its reason and what to do. */
export function PushErrors({ problems, named = false, children }: Props) {
  if (problems.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {problems.map((problem) => (
        <PushError key={`${problem.field} ${problem.index} ${problem.reason.code}`} named={named} problem={problem} />
      ))}
      {children ? <li>{children}</li> : null}
    </ul>
  );
}

type ErrorProps = { problem: PushProblem; named: boolean };

function PushError({ problem: { field, index, url, reason, level }, named }: ErrorProps) {
  const { t } = useTranslation();
  const { text, hint } = useErrorText()(reason);
  return (
    <li
      className="flex gap-1.5 text-xs leading-snug"
      data-field={field}
      data-index={index ?? ''}
      data-level={level}
      data-reason={reason.code}
      data-testid="push-error"
      data-url={url ?? ''}
    >
      <Icon className={`mt-px size-3.5 ${tones[level]}`} name="alert" />
      <span className="min-w-0">
        <span className={`font-medium ${tones[level]}`}>
          {named && field === 'images' && index !== null ? `${t('push.picture', { place: index + 1 })}: ` : ''}
          {text}
        </span>{' '}
        <span className="text-muted">{hint}</span>
      </span>
    </li>
  );
}
