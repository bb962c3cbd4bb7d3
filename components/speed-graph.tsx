import { useTranslation } from 'react-i18next';
import type { Job } from '../lib/core/job';
import { progressOf } from './job-progress';
import { useFormat } from './use-format';
import { useSpeeds } from './use-speeds';

const height = 40;
/** Seconds the graph is wide; younger ones come in from the right. */
const width = 120;

/** How fast a running job has been since the page was opened, second by second, two minutes back at most. */
export function SpeedGraph({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { done, unit } = progressOf(job);
  const speeds = useSpeeds(done, job.status === 'processing', width);
  const most = Math.max(...speeds);
  if (speeds.length < 2 || most === 0) return null;
  const first = width - speeds.length + 1;
  const line = speeds.map((speed, index) => `${first + index},${height - (speed / most) * (height - 2)}`).join(' ');
  const rate = number(most, most < 10 ? 1 : 0);
  return (
    <figure className="mt-3" data-testid="job-speed">
      <svg
        aria-label={t('job.speedGraph')}
        className="h-10 w-full text-accent"
        preserveAspectRatio="none"
        role="img"
        viewBox={`0 0 ${width} ${height}`}
      >
        <polygon className="fill-accent-soft" points={`${first},${height} ${line} ${width},${height}`} />
        <polyline fill="none" points={line} stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className="text-muted text-xs tabular-nums">
        {t(unit === 'pictures' ? 'job.mostPictures' : 'job.mostArticles', { rate })}
      </figcaption>
    </figure>
  );
}
