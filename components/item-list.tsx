import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '../lib/core/job';
import { ItemBadge } from './status-badge';
import { errorTextOf } from './use-format';
import type { ItemWindow } from './use-item-window';

type Props = { shown: ItemWindow; count: number; itemAt: (index: number) => Item | undefined };

/** The articles of a job, however many: only those in sight are on the page. */
export function ItemList({ shown, count, itemAt }: Props) {
  const { t } = useTranslation();
  if (count === 0) return <p className="py-6 text-center text-muted">{t('items.empty')}</p>;
  return (
    <ul
      className="relative overflow-hidden rounded-xl border border-line bg-surface"
      data-count={count}
      data-testid="job-items"
      ref={shown.list}
      style={{ height: shown.height }}
    >
      {shown.rows.map(({ index, offset }) => {
        const item = itemAt(index);
        return (
          <li
            aria-posinset={index + 1}
            aria-setsize={count}
            className="absolute inset-x-0 top-0 border-line border-b"
            data-index={index}
            key={index}
            // What has not been read is as high as it is taken for.
            ref={item && shown.measure}
            style={{ transform: `translateY(${offset}px)` }}
          >
            <ItemRow item={item} t={t} />
          </li>
        );
      })}
    </ul>
  );
}

/**
 * A row in sight is moved at every step of scrolling, and drawn again only when its line has changed. Ten new ones a frame
 * come into sight of somebody who flies over the list: rows have no hooks, which cost more than their elements.
 */
const ItemRow = memo(function ItemRow({ item, t }: { item: Item | undefined; t: TFunction }) {
  // As high as most rows, so that the list does not jump when it is read.
  if (!item) return <div className="h-[61px]" />;
  const { totalImages: total } = item;
  return (
    <div
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
        <Ids item={item} t={t} />
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
        <ItemBadge status={item.status} t={t} />
      </div>
      <Reason item={item} t={t} />
    </div>
  );
});

function Ids({ item, t }: { item: Item; t: TFunction }) {
  const parts = [];
  if (item.productId !== null) parts.push(t('items.product', { id: item.productId }));
  if (item.sku !== null) parts.push(t('items.sku', { id: item.sku }));
  if (item.offerId !== null && item.offerId !== item.article) parts.unshift(item.offerId);
  return parts.length === 0 ? null : <p className="text-muted text-xs [overflow-wrap:anywhere]">{parts.join(' · ')}</p>;
}

function Reason({ item, t }: { item: Item; t: TFunction }) {
  if (!item.error) return null;
  const { text, hint } = errorTextOf(t, item.error);
  return (
    <p className="col-span-2 text-[13px] sm:col-span-3">
      <span className={item.status === 'failed' ? 'text-bad' : 'text-muted'}>{text}</span>{' '}
      <span className="text-muted">{hint}</span>
    </p>
  );
}
