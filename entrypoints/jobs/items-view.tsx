import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ItemFilter } from '../../components/item-filter';
import { ItemList } from '../../components/item-list';
import { Message } from '../../components/message';
import { ReasonGroups } from '../../components/reason-groups';
import { idle, useAction } from '../../components/use-action';
import { useItemWindow } from '../../components/use-item-window';
import type { ErrorCode } from '../../lib/core/error-codes';
import type { JobId } from '../../lib/core/ids';
import { type Job, type JobStatus, lineOf } from '../../lib/core/job';
import { jobCommands } from '../../lib/ext/hooks/job-commands';
import { useItems, useReasons } from '../../lib/ext/hooks/use-items';
import type { ItemChoice } from '../../lib/ext/read-items';

/** The articles of a job: all of them, only the failed ones, or those that failed for one reason. */
export function ItemsView({ job }: { job: Job }) {
  const { t } = useTranslation();
  const [wanted, choose] = useState<ItemChoice>('all');
  // While a long job runs, its reasons are counted again when there are noticeably more.
  const reasons = useReasons(job.id, `${job.status} ${job.round} ${job.failedArticles.toPrecision(2)}`) ?? [];
  const { status, run, busy } = useAction();
  // A retry empties a group: its lines are then found among all.
  const group = reasons.find(({ error }) => error.code === wanted);
  const choice = wanted === 'failed' || group ? wanted : 'all';
  const counts = { all: job.totalArticles, failed: job.failedArticles };
  const count = group ? group.count : counts[choice === 'failed' ? 'failed' : 'all'];
  const mayRetry = (job.status === 'partial' || job.status === 'failed') && job.destination !== 'card' && !busy;
  const retry = (code: ErrorCode) =>
    void run(t('common.working'), () => jobCommands.retryGroup(job.id, code).then(() => idle));
  return (
    <section className="mt-8">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold text-lg">{t('items.title')}</h2>
        {job.failedArticles > 0 || choice === 'failed' ? (
          <ItemFilter counts={counts} onChange={choose} value={choice === 'all' ? 'all' : 'failed'} />
        ) : null}
      </div>
      {reasons.length > 0 ? (
        <ReasonGroups
          chosen={group?.error.code}
          onChoose={(code) => choose(code ?? 'all')}
          onRetry={mayRetry ? retry : undefined}
          reasons={reasons}
        />
      ) : null}
      <Message status={status} />
      <Items choice={choice} count={count} id={job.id} status={job.status} />
    </section>
  );
}

type ItemsProps = { id: JobId; status: JobStatus; choice: ItemChoice; count: number };

/** Apart from what stands above, which need not be drawn again at every step of scrolling. */
function Items({ id, status, choice, count }: ItemsProps) {
  const shown = useItemWindow(count);
  const read = useItems(id, choice, shown.from, shown.to);
  const items = read?.choice === choice ? read : undefined;
  const itemAt = (index: number) => {
    const line = items?.items[index - items.from];
    return line && lineOf({ status }, line);
  };
  return <ItemList count={count} itemAt={itemAt} shown={shown} />;
}
