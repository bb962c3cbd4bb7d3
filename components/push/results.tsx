import { useTranslation } from 'react-i18next';
import { Button } from '../button';
import type { Waiting } from '../job-card';
import { PushBadge } from './badge';
import { PushHeader } from './header';
import type { PastPush } from './history';
import { PushResult } from './result';
import { overallStatus, type UndoActions } from './state';

type Props = {
  pushes: PastPush[];
  storeName: string;
  waiting: Waiting | undefined;
  fromEditPage: boolean;
  onUndo: UndoActions;
  onLeave: () => void;
};

/** How a push of several products went, product by product. */
export function PushResults({ pushes, onLeave, ...rest }: Props) {
  const { t } = useTranslation();
  const status = overallStatus(pushes.map((one) => one.status));
  const done = pushes.filter((one) => one.status === 'done').length;
  return (
    <>
      <div
        className="flex flex-wrap items-center gap-x-4 gap-y-1"
        data-status={status}
        data-testid="push-result"
        role="status"
      >
        <h1 className="font-semibold text-2xl tracking-tight">{t('push.result.label')}</h1>
        <PushBadge status={status} />
        <p className="text-muted tabular-nums">{t('push.many.result', { done, total: pushes.length })}</p>
      </div>
      <ul className="mt-6 flex flex-col gap-4">
        {pushes.map(({ push, status: own }) => (
          <li
            className="rounded-xl border border-line bg-surface p-4"
            data-product-id={push.productId}
            data-testid="push-product"
            key={push.seq}
          >
            <PushHeader level="h3" product={push} storeName={rest.storeName} />
            <PushResult {...rest} push={push} status={own} testId="push-item" />
          </li>
        ))}
      </ul>
      <Button className="mt-6" onClick={onLeave} testId="push-leave">
        {t('push.leave')}
      </Button>
    </>
  );
}
