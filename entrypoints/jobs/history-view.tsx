import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state';
import { JobList } from '../../components/job-list';
import { Loading } from '../../components/loading';
import { Pager } from '../../components/pager';
import type { StoreId } from '../../lib/core/ids';
import { jobCommands } from '../../lib/ext/hooks/job-commands';
import { useJobPage } from '../../lib/ext/hooks/use-jobs';
import { useWaiting } from '../../lib/ext/hooks/use-waiting';
import { useWake } from '../../lib/ext/hooks/use-wake';

const pageSize = 50;

/** All downloads, newest first. */
export function HistoryView({ storeNames }: { storeNames: ReadonlyMap<StoreId, string> }) {
  const { t } = useTranslation();
  const [page, setPage] = useState(0);
  const found = useJobPage(page, pageSize);
  const waiting = useWaiting(found?.jobs);
  useWake(found?.jobs);
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">{t('jobs.title')}</h1>
      <p className="mt-1 mb-6 text-muted">{t('jobs.text')}</p>
      {found ? (
        <JobList commands={jobCommands} jobs={found.jobs} storeNames={storeNames} waiting={waiting} />
      ) : (
        <Loading />
      )}
      {found?.total === 0 ? <EmptyState icon="list" text={t('jobs.empty.text')} title={t('jobs.empty.title')} /> : null}
      <Pager onPage={setPage} page={found?.page ?? page} size={pageSize} total={found?.total ?? 0} />
    </>
  );
}
