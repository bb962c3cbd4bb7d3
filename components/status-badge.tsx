import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ItemStatus, JobStatus } from '../lib/core/job';

const tones: Record<JobStatus | ItemStatus, string> = {
  pending: 'bg-sunken text-muted',
  processing: 'bg-accent-soft text-accent',
  paused: 'bg-warn-soft text-warn',
  completed: 'bg-ok-soft text-ok',
  success: 'bg-ok-soft text-ok',
  partial: 'bg-warn-soft text-warn',
  failed: 'bg-bad-soft text-bad',
  cancelled: 'bg-sunken text-muted',
};

/** The shape of a badge; its colour says the rest. */
export const badgeClass = 'inline-flex shrink-0 items-center rounded-full px-2.5 py-0.5 font-medium text-xs';

/** The state of a job in one word. */
export function JobBadge({ status }: { status: JobStatus }) {
  const { t } = useTranslation();
  return <span className={`${badgeClass} ${tones[status]}`}>{t(`job.status.${status}`)}</span>;
}

/** The state of one article in one word. Texts are given: a list draws hundreds of these a second. */
export function ItemBadge({ status, t }: { status: ItemStatus; t: TFunction }) {
  return <span className={`${badgeClass} ${tones[status]}`}>{t(`items.status.${status}`)}</span>;
}
