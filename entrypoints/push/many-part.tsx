import { useTranslation } from 'react-i18next';
import { Loading } from '../../components/loading';
import { PushLeave } from '../../components/push/leave';
import { listPushes } from '../../components/push/many';
import { PushMissing } from '../../components/push/missing';
import { PushProblemPage } from '../../components/push/problem-page';
import type { ArticleField } from '../../lib/core/article';
import type { JobId } from '../../lib/core/ids';
import { productsPerPush } from '../../lib/core/push';
import type { PushRow } from '../../lib/core/push-list';
import type { Store } from '../../lib/core/store';
import { usePushTargets } from '../../lib/ext/hooks/use-push-targets';
import { ManyEditor } from './many-editor';

type Props = {
  store: Store;
  field: ArticleField;
  rows: PushRow[];
  company: string | null;
  onJob: (id: JobId) => void;
  onLeave: () => void;
};

/** Several products in one list, pushed with one confirmation (product.md E5). */
export function ManyPart({ store, field, rows, company, onJob, onLeave }: Props) {
  const { t } = useTranslation();
  const ids = rows.slice(0, productsPerPush).map(({ article }) => article);
  const { found, error, again } = usePushTargets(store.id, field, ids, '');
  if (rows.length > productsPerPush)
    return <PushProblemPage error={{ code: 'push.too_many_products', params: {} }} onLeave={onLeave} />;
  if (error) return <PushProblemPage error={error} onAgain={again} onLeave={onLeave} />;
  if (!found) return <Loading />;
  const { byId, missing, quota } = found.targets;
  if (byId.size === 0) return <PushProblemPage error={{ code: 'product.not_found', params: {} }} onLeave={onLeave} />;
  return (
    <>
      <PushLeave dirty onLeave={onLeave} />
      <h1 className="font-semibold text-2xl tracking-tight">{t('push.many.title')}</h1>
      <p className="mt-1 mb-4 max-w-2xl text-muted">{t('push.many.text')}</p>
      <PushMissing ids={missing} />
      <ManyEditor company={company} onJob={onJob} quota={quota} start={listPushes(rows, byId)} store={store} />
    </>
  );
}
