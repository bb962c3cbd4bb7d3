import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { JobCard } from '../../components/job-card';
import { Loading } from '../../components/loading';
import { Message } from '../../components/message';
import { PushLeave } from '../../components/push/leave';
import { PushProblemPage } from '../../components/push/problem-page';
import type { JobId } from '../../lib/core/ids';
import { isOpen } from '../../lib/core/job';
import type { Store } from '../../lib/core/store';
import { jobCommands } from '../../lib/ext/hooks/job-commands';
import { useReasons } from '../../lib/ext/hooks/use-items';
import { useUpload } from '../../lib/ext/hooks/use-upload';
import { useWaiting } from '../../lib/ext/hooks/use-waiting';
import { useWake } from '../../lib/ext/hooks/use-wake';
import { ManyPart } from './many-part';

type Props = {
  id: JobId;
  stores: Store[];
  company: string | null;
  onJob: (id: JobId) => void;
  onLeave: () => void;
};

/** Pictures of files on their way to storage; when they are there, the new sets, to be confirmed. */
export function FilesPart({ id, stores, company, onJob, onLeave }: Props) {
  const upload = useUpload(id);
  const [goesOn, setGoesOn] = useState(false);
  const jobs = upload ? [upload.job] : undefined;
  useWake(jobs);
  const waiting = useWaiting(jobs);
  if (upload === undefined) return <Loading />;
  const store = stores.find((candidate) => candidate.id === upload?.job.storeId);
  if (!upload || !store)
    return (
      <PushProblemPage error={{ code: upload ? 'store.not_found' : 'job.not_found', params: {} }} onLeave={onLeave} />
    );
  const { job, rows } = upload;
  if (rows.length > 0 && (job.status === 'completed' || goesOn))
    return <ManyPart company={company} field="product_id" onJob={onJob} onLeave={onLeave} rows={rows} store={store} />;
  return (
    <>
      <PushLeave dirty={false} onLeave={onLeave} />
      <Title ended={!isOpen(job.status)} />
      <JobCard commands={jobCommands} job={job} storeName={store.name} waiting={waiting.get(id)} />
      {isOpen(job.status) ? null : <Reasons id={id} version={`${job.status} ${job.round}`} />}
      {rows.length > 0 ? <GoOn count={rows.length} onGoOn={() => setGoesOn(true)} /> : null}
    </>
  );
}

function Title({ ended }: { ended: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">{t('push.files.uploading')}</h1>
      <p className="mt-1 mb-4 max-w-2xl text-muted">{t(ended ? 'push.files.notAll' : 'push.files.mayClose')}</p>
    </>
  );
}

/** Why pictures did not get to storage. */
function Reasons({ id, version }: { id: JobId; version: string }) {
  const reasons = useReasons(id, version) ?? [];
  return reasons.map(({ error }) => (
    <Message key={error.code} status={{ state: 'error', error }} testId="push-files-reason" />
  ));
}

/** Some pictures did not get to storage: the products that are whole need not wait for the others. */
function GoOn({ count, onGoOn }: { count: number; onGoOn: () => void }) {
  const { t } = useTranslation();
  return (
    <Button className="mt-4 max-sm:w-full" look="primary" onClick={onGoOn} testId="push-files-go-on">
      {t('push.files.goOn', { count })}
    </Button>
  );
}
