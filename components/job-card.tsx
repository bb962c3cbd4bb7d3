import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../lib/core/app-error';
import type { Job } from '../lib/core/job';
import { JobActions } from './job-actions';
import type { JobCommands } from './job-commands';
import { JobMeter } from './job-meter';
import { Message } from './message';
import { Note } from './note';
import { JobBadge } from './status-badge';
import { useAction } from './use-action';
import { useErrorText, useFormat } from './use-format';

/** Why a running job stands still, and when it goes on (ms since 1970). */
export type Waiting = { error: ErrorShape; until: number };

export type JobCardProps = {
  job: Job;
  /** Undefined when the store was deleted. */
  storeName: string | undefined;
  commands: JobCommands;
  waiting?: Waiting | undefined;
  href?: string | undefined;
  newTab?: boolean | undefined;
};

/** One bulk job: state, progress, totals and what can be done with it. */
export function JobCard({ job, storeName, commands, waiting, href, newTab }: JobCardProps) {
  const { t } = useTranslation();
  const { status, run, busy } = useAction();
  return (
    <article
      className="rounded-xl border border-line bg-surface p-4"
      data-failed-images={job.failedImages}
      data-job-id={job.id}
      data-processed={job.processed}
      data-status={job.status}
      data-success-images={job.successImages}
      data-testid="job"
      data-total-articles={job.totalArticles}
      data-total-images={job.totalImages}
    >
      <header className="flex items-start justify-between gap-3">
        <h3 className="min-w-0 font-semibold leading-snug">{storeName ?? t('jobs.deletedStore')}</h3>
        <JobBadge status={job.status} />
      </header>
      <Facts job={job} />
      <JobMeter job={job} />
      <Known job={job} />
      <Failures job={job} />
      {job.unlisted ? <JobNotice notice={job.unlisted} /> : null}
      {job.notice ? <JobNotice notice={job.notice} /> : null}
      {waiting && job.status === 'processing' ? <WaitingNote waiting={waiting} /> : null}
      <JobActions busy={busy} commands={commands} href={href} job={job} newTab={newTab} run={run} />
      <Message status={status} />
    </article>
  );
}

function Facts({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  return (
    <p className="mt-0.5 text-[13px] text-muted">
      {t('job.articles', { count: job.totalArticles })} {t(`job.destination.${job.destination}`)} ·{' '}
      <time className="whitespace-nowrap" dateTime={new Date(job.createdAt).toISOString()}>
        {dateTime(job.createdAt)}
      </time>
    </p>
  );
}

function Known({ job }: { job: Job }) {
  const { t } = useTranslation();
  const count = job.knownImages ?? 0;
  return count === 0 ? null : <p className="text-[13px] text-muted tabular-nums">{t('job.known', { count })}</p>;
}

function Failures({ job }: { job: Job }) {
  const { t } = useTranslation();
  const parts = [];
  if (job.failedArticles > 0) parts.push(t('job.failedArticles', { count: job.failedArticles }));
  if (job.failedImages > 0) parts.push(t('job.failedPictures', { count: job.failedImages }));
  return parts.length === 0 ? null : <p className="text-[13px] text-bad tabular-nums">{parts.join(' · ')}</p>;
}

function JobNotice({ notice }: { notice: ErrorShape }) {
  const { text, hint } = useErrorText()(notice);
  return (
    <div className="mt-2.5" data-code={notice.code} data-testid="job-notice">
      <Note tone="warn">
        {text} {hint}
      </Note>
    </div>
  );
}

function WaitingNote({ waiting }: { waiting: Waiting }) {
  const { t } = useTranslation();
  const { clock } = useFormat();
  const { text } = useErrorText()(waiting.error);
  return (
    <div className="mt-2.5">
      <Note tone="warn">{t('job.waiting', { reason: text, time: clock(waiting.until) })}</Note>
    </div>
  );
}
