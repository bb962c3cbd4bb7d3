import { useState } from 'react';
import type { PushChoice } from '../../components/push/choice';
import { PushProblemPage } from '../../components/push/problem-page';
import type { JobId, StoreId } from '../../lib/core/ids';
import type { PushAddress } from '../../lib/core/push-address';
import type { PushRow } from '../../lib/core/push-list';
import type { Store } from '../../lib/core/store';
import { usePushAddress } from '../../lib/ext/hooks/use-push-address';
import { FilesPart } from './files-part';
import { JobPart } from './job-part';
import { ManyPart } from './many-part';
import { ProductPart } from './product-part';
import { StartPart } from './start-part';

type Props = { stores: [Store, ...Store[]] };
type List = { store: StoreId; field: PushChoice['field']; rows: PushRow[] };

/** One of: a push that was started, a list of products, one product, or the question which one. */
export function PushWindow({ stores }: Props) {
  const [address, go] = usePushAddress();
  const [choice, setChoice] = useState(() => firstChoice(address, stores));
  const [list, setList] = useState<List>();
  const asked = list ?? listOf(address);
  const store = stores.find(({ id }) => id === (list?.store ?? address.store));
  const { company, page } = address;

  const onLeave = () => {
    setList(undefined);
    go({ company, page });
  };
  const onJob = (job: JobId) => {
    setList(undefined);
    go({ job, page });
  };

  if (address.job !== null && (store === undefined || address.ids.length !== 1))
    return <JobPart id={address.job} onJob={onJob} onLeave={onLeave} page={page} stores={stores} />;
  if (address.files !== null)
    return (
      <FilesPart
        company={company}
        id={address.files}
        key={address.files}
        onJob={onJob}
        onLeave={onLeave}
        stores={stores}
      />
    );
  if (!asked || asked.rows.length === 0)
    return (
      <StartPart
        choice={choice}
        company={company}
        onChange={(changes) => setChoice({ ...choice, ...changes })}
        onMany={(id, rows) => setList({ store: id, field: choice.field, rows })}
        onUpload={(files) => go({ files, company, page })}
        onOne={(id, article) => go({ store: id, field: choice.field, ids: [article], company, page })}
        stores={stores}
      />
    );
  if (!store) return <PushProblemPage error={{ code: 'store.not_found', params: {} }} onLeave={onLeave} />;
  const [row] = asked.rows;
  // Beside the product in the address, so that what was arranged stays on the page if the push fails.
  const beside = { company, page, onLeave, onJob: (job: JobId) => go({ ...address, job }, { replace: true }) };
  if (row && asked.rows.length === 1 && !list)
    return (
      <ProductPart
        {...beside}
        field={asked.field}
        id={row.article}
        job={address.job}
        key={`${store.id} ${asked.field} ${row.article}`}
        store={store}
      />
    );
  return (
    <ManyPart company={company} field={asked.field} onJob={onJob} onLeave={onLeave} rows={asked.rows} store={store} />
  );
}

/** Products named in the address; none when it leaves open which store they are in. */
function listOf({ store, field, ids }: PushAddress): List | undefined {
  return store === null
    ? undefined
    : { store, field, rows: ids.map((article) => ({ article, urls: [], images360: [] })) };
}

/** With products in the address but no store, nothing is chosen for the seller; otherwise a single store is. */
function firstChoice({ field, ids }: PushAddress, [first, ...others]: Props['stores']): PushChoice {
  return {
    store: ids.length === 0 && others.length === 0 ? first.id : null,
    field,
    kind: ids.length > 1 ? 'many' : 'one',
    id: ids.length === 1 ? (ids[0] ?? '') : '',
    rows: ids.length > 1 ? ids.join('\n') : '',
  };
}
