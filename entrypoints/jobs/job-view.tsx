import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../components/button';
import { EmptyState } from '../../components/empty-state';
import { Icon } from '../../components/icons';
import { JobCard } from '../../components/job-card';
import { Loading } from '../../components/loading';
import { SpeedGraph } from '../../components/speed-graph';
import type { JobId, StoreId } from '../../lib/core/ids';
import { jobCommands } from '../../lib/ext/hooks/job-commands';
import { useJob } from '../../lib/ext/hooks/use-jobs';
import { useWaiting } from '../../lib/ext/hooks/use-waiting';
import { useWake } from '../../lib/ext/hooks/use-wake';
import { ItemsView } from './items-view';

type Props = { id: JobId; storeNames: ReadonlyMap<StoreId, string> };

/** One download with its articles. */
export function JobView({ id, storeNames }: Props) {
  const { t } = useTranslation();
  const job = useJob(id);
  const waiting = useWaiting(job ? [job] : undefined);
  useWake(job ? [job] : undefined);
  if (job === undefined) return <Loading />;
  if (job === null)
    return (
      <EmptyState icon="list" text={t('jobs.missing.text')} title={t('jobs.missing.title')}>
        <a className={buttonClass({ look: 'primary' })} href="#/">
          {t('jobs.missing.action')}
        </a>
      </EmptyState>
    );
  return (
    <>
      <a className={`-ml-2.5 mb-3 ${buttonClass({ look: 'quiet', size: 'small' })}`} href="#/">
        <Icon className="size-4" name="back" />
        {t('jobs.back')}
      </a>
      <JobCard commands={jobCommands} job={job} storeName={storeNames.get(job.storeId)} waiting={waiting.get(id)} />
      <SpeedGraph job={job} />
      <ItemsView job={job} />
    </>
  );
}
