import { useTranslation } from 'react-i18next';
import { badgeClass } from '../status-badge';
import type { PushStatus } from './state';

const tones: Record<PushStatus, string> = {
  sending: 'bg-accent-soft text-accent',
  waiting: 'bg-accent-soft text-accent',
  done: 'bg-ok-soft text-ok',
  failed: 'bg-bad-soft text-bad',
};

/** The state of a push in one word. */
export function PushBadge({ status }: { status: PushStatus }) {
  const { t } = useTranslation();
  return <span className={`${badgeClass} ${tones[status]}`}>{t(`push.badge.${status}`)}</span>;
}
