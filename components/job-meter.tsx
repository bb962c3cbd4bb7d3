import { useTranslation } from 'react-i18next';
import { isOpen, type Job, type JobStatus } from '../lib/core/job';
import { type Progress, progressOf } from './job-progress';
import { secondsLeft } from './job-rate';
import { useFormat } from './use-format';
import { useRate } from './use-rate';

const fills: Record<JobStatus, string> = {
  pending: 'bg-accent',
  processing: 'bg-accent',
  paused: 'bg-warn',
  completed: 'bg-ok',
  partial: 'bg-warn',
  failed: 'bg-bad',
  cancelled: 'bg-line-strong',
};

/** The bar of a job with what is done, how fast it goes and how long it will take. */
export function JobMeter({ job }: { job: Job }) {
  const { t } = useTranslation();
  const progress = progressOf(job);
  const percent = Math.floor(progress.share * 100);
  const done = useDoneText(job, progress);
  return (
    <div className="mt-2.5">
      <div
        aria-label={t('job.progress')}
        aria-valuemax={100}
        aria-valuemin={0}
        aria-valuenow={percent}
        aria-valuetext={`${percent}%, ${done}`}
        className="h-2 overflow-hidden rounded-full bg-line"
        role="progressbar"
      >
        {/* Moved, not resized, and a percent at a time: a job in sight must not cost a layout a frame. */}
        <div
          className={`h-full rounded-full transition-transform duration-300 ${fills[job.status]}`}
          style={{ transform: `translateX(${percent - 100}%)` }}
        />
      </div>
      <div className="mt-1.5 flex flex-wrap justify-between gap-x-3 text-[13px] tabular-nums">
        <span>{done}</span>
        <span className="text-muted">
          <Speed job={job} progress={progress} />
        </span>
      </div>
    </div>
  );
}

function useDoneText(job: Job, { unit, done, total }: Progress): string {
  const { t } = useTranslation();
  if (unit === 'articles') return t('job.articlesDone', { done, total });
  if (total === 0) return isOpen(job.status) ? t('job.lookup') : t('job.noPictures');
  if (job.destination === 'disk' && job.status === 'processing' && done >= total && (job.kept ?? 0) > 0)
    return t('job.packing');
  // While it runs, failed pictures count as dealt with; at the end only those that arrived matter.
  return t('job.pictures', { done: isOpen(job.status) ? done : job.successImages, total });
}

function Speed({ job, progress }: { job: Job; progress: Progress }) {
  const { t } = useTranslation();
  const { duration, number } = useFormat();
  const rate = useRate(progress.done, job.status === 'processing');
  if (job.startedAt !== null && job.finishedAt !== null)
    return t('job.took', { time: duration((job.finishedAt - job.startedAt) / 1000) });
  if (!rate) return null;
  const speed = progress.unit === 'pictures' ? 'job.picturesPerSecond' : 'job.articlesPerSecond';
  const left = secondsLeft(progress.left, rate);
  const parts = [t(speed, { rate: number(rate, rate < 10 ? 1 : 0) })];
  if (left !== undefined && left > 0) parts.push(t('job.timeLeft', { time: duration(left) }));
  return parts.join(' · ');
}
