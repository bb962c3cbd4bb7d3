import { useTranslation } from 'react-i18next';
import type { PushTarget } from '../../lib/core/push';

type Props = { product: Omit<PushTarget, 'current'>; storeName: string; level?: 'h1' | 'h3' };

/** Which product in which store this is about. */
export function PushHeader({ product: { name, offerId, sku, productId }, storeName, level: Title = 'h1' }: Props) {
  const { t } = useTranslation();
  const facts = [
    [t('push.fields.offer_id'), offerId],
    ...(sku === null ? [] : [[t('push.fields.sku'), sku]]),
    [t('push.fields.product_id'), productId],
    [t('push.store'), storeName],
  ];
  return (
    <header className="min-w-0">
      <Title
        className={`font-semibold tracking-tight [overflow-wrap:anywhere] ${Title === 'h1' ? 'text-2xl leading-tight' : 'text-base leading-snug'}`}
      >
        {name === '' ? offerId : name}
      </Title>
      <dl className="mt-1.5 flex flex-wrap gap-x-5 gap-y-0.5 text-[13px]">
        {facts.map(([label, value]) => (
          <div className="flex min-w-0 flex-wrap gap-x-1.5" key={label}>
            <dt className="text-muted">{label}</dt>
            <dd className="font-medium [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
