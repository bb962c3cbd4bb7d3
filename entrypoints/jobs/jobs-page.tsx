import { Page } from '../../components/page';
import { jobId } from '../../lib/core/ids';
import { useHash } from '../../lib/ext/hooks/use-hash';
import { useStores } from '../../lib/ext/hooks/use-stores';
import { HistoryView } from './history-view';
import { JobView } from './job-view';

/** The history of downloads, or one of them (`#/<job id>`). */
export function JobsPage() {
  const stores = useStores();
  const id = jobId.safeParse(useHash());
  const storeNames = new Map((stores ?? []).map((store) => [store.id, store.name]));
  return (
    <Page here="jobs">
      {id.success ? (
        <JobView id={id.data} key={id.data} storeNames={storeNames} />
      ) : (
        <HistoryView storeNames={storeNames} />
      )}
    </Page>
  );
}
