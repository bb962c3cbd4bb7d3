import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Filter, ItemFilter } from '../../components/item-filter';
import { ItemList } from '../../components/item-list';
import { Loading } from '../../components/loading';
import { Pager } from '../../components/pager';
import { type Job, lineOf } from '../../lib/core/job';
import { useItemPage } from '../../lib/ext/hooks/use-items';

const pageSize = 200;

/** The articles of a job, page by page, all or only the failed ones. */
export function ItemsView({ job }: { job: Job }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter>('all');
  const [wanted, setPage] = useState(0);
  const counts = { all: job.totalArticles, failed: job.failedArticles };
  // A retry may leave fewer failed articles than there were pages of them.
  const page = Math.min(wanted, Math.max(0, Math.ceil(counts[filter] / pageSize) - 1));
  const items = useItemPage(job.id, filter, page, pageSize);
  const show = (next: Filter) => {
    setFilter(next);
    setPage(0);
  };
  return (
    <section className="mt-8">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold text-lg">{t('items.title')}</h2>
        {job.failedArticles > 0 || filter === 'failed' ? (
          <ItemFilter counts={counts} onChange={show} value={filter} />
        ) : null}
      </div>
      {items ? <ItemList items={items.map((line) => lineOf(job, line))} /> : <Loading />}
      <Pager onPage={setPage} page={page} size={pageSize} total={counts[filter]} />
    </section>
  );
}
