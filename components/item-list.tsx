import { useTranslation } from 'react-i18next';
import type { Item } from '../lib/core/job';
import { ItemBadge } from './status-badge';
import { useErrorText } from './use-format';

/** A page of the articles of a job. */
export function ItemList({ items }: { items: Item[] }) {
  const { t } = useTranslation();
  if (items.length === 0) return <p className="py-6 text-center text-muted">{t('items.empty')}</p>;
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
      {items.map((item) => (
        <ItemRow item={item} key={item.seq} />
      ))}
    </ul>
  );
}

function ItemRow({ item }: { item: Item }) {
  const { t } = useTranslation();
  const { totalImages: total } = item;
  return (
    <li
      className="grid grid-cols-[1fr_auto] items-start gap-x-4 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[1fr_6rem_7rem]"
      data-article={item.article}
      data-error={item.error?.code}
      data-failed-images={item.failedImages}
      data-status={item.status}
      data-success-images={item.successImages}
      data-testid="job-item"
      data-total-images={total}
    >
      <div className="min-w-0">
        <p className="font-medium font-mono text-[13px] [overflow-wrap:anywhere]">{item.article}</p>
        <Ids item={item} />
        <Reason item={item} />
      </div>
      <p className="col-start-1 text-[13px] text-muted tabular-nums sm:col-start-2 sm:text-right">
        {item.productId === null ? null : (
          <>
            <span className="sm:sr-only">{t('items.picturesLabel')} </span>
            {t('items.pictures', { done: item.successImages, total })}
          </>
        )}
      </p>
      <div className="col-start-2 row-start-1 text-right sm:col-start-3">
        <ItemBadge status={item.status} />
      </div>
    </li>
  );
}

function Ids({ item }: { item: Item }) {
  const { t } = useTranslation();
  const parts = [];
  if (item.productId !== null) parts.push(t('items.product', { id: item.productId }));
  if (item.sku !== null) parts.push(t('items.sku', { id: item.sku }));
  if (item.offerId !== null && item.offerId !== item.article) parts.unshift(item.offerId);
  return parts.length === 0 ? null : <p className="text-muted text-xs [overflow-wrap:anywhere]">{parts.join(' · ')}</p>;
}

function Reason({ item }: { item: Item }) {
  const errorText = useErrorText();
  if (!item.error) return null;
  const { text, hint } = errorText(item.error);
  return (
    <p className="mt-0.5 text-[13px]">
      <span className={item.status === 'failed' ? 'text-bad' : 'text-muted'}>{text}</span>{' '}
      <span className="text-muted">{hint}</span>
    </p>
  );
}
