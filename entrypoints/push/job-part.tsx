import { useTranslation } from 'react-i18next';
import { Loading } from '../../components/loading';
import { PushProblemPage } from '../../components/push/problem-page';
import { PushResults } from '../../components/push/results';
import { pushStatus } from '../../components/push/state';
import type { JobId } from '../../lib/core/ids';
import type { PushAddress } from '../../lib/core/push-address';
import type { Store } from '../../lib/core/store';
import { pushCommands } from '../../lib/ext/hooks/push-commands';
import { useJobPushes } from '../../lib/ext/hooks/use-pushes';
import { useWaiting } from '../../lib/ext/hooks/use-waiting';
import { useWake } from '../../lib/ext/hooks/use-wake';
import { ProductPart } from './product-part';

type Props = {
  id: JobId;
  stores: Store[];
  page: PushAddress['page'];
  onJob: (id: JobId) => void;
  onLeave: () => void;
};

/** A push that was started: of one product on the page of that product, of several as a list. */
export function JobPart({ id, stores, page, onJob, onLeave }: Props) {
  const { t } = useTranslation();
  const found = useJobPushes(id);
  const [first] = found ?? [];
  const jobs = first?.job ? [first.job] : undefined;
  const waiting = useWaiting(jobs).get(id);
  useWake(jobs);
  if (!found) return <Loading />;
  if (!first) return <PushProblemPage error={{ code: 'job.not_found', params: {} }} onLeave={onLeave} />;
  const store = stores.find((candidate) => candidate.id === first.push.storeId);
  const shared = { page, onJob, onLeave };
  if (found.length === 1 && store)
    return (
      <ProductPart {...shared} company={null} field="product_id" id={first.push.productId} job={id} store={store} />
    );
  return (
    <PushResults
      fromEditPage={page === 'edit'}
      onLeave={onLeave}
      onUndo={{ read: pushCommands.card, put: (push, shown) => pushCommands.undo(push, shown).then(onJob) }}
      pushes={found.map(({ push, job }) => ({ push, status: pushStatus(push, job) }))}
      storeName={store?.name ?? t('jobs.deletedStore')}
      waiting={waiting}
    />
  );
}
