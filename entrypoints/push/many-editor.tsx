import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Message } from '../../components/message';
import { PushBar } from '../../components/push/bar';
import { PushListRow } from '../../components/push/list-row';
import { inMode, type ListedPush, type ListedView } from '../../components/push/many';
import { PushManyMode } from '../../components/push/many-mode';
import { obstaclesOf, productsLeft } from '../../components/push/problems';
import { PushQuestion } from '../../components/push/question';
import { idle, useAction } from '../../components/use-action';
import type { JobId } from '../../lib/core/ids';
import type { PushQuota } from '../../lib/core/push';
import type { Store } from '../../lib/core/store';
import { pushCommands } from '../../lib/ext/hooks/push-commands';
import { useManyPush } from './use-many-push';

type Props = {
  start: ListedPush[];
  store: Store;
  company: string | null;
  quota: PushQuota | null;
  onJob: (id: JobId) => void;
};

/** The list of products with their drafts, up to the confirmed push. */
export function ManyEditor(props: Props) {
  const { t } = useTranslation();
  const { listed, setListed, views, editsOf, inState } = useManyPush(props.start);
  const { status, run, busy } = useAction();
  const push = (ready: ListedView[]) =>
    run(t('push.starting'), async () => {
      const items = ready.map(({ target, view }) => ({ ...target, next: view.next }));
      const allowMore = ready.some(({ draft }) => draft.allowMore);
      props.onJob(await pushCommands.start({ storeId: props.store.id, items, allowMore }));
      return idle;
    });
  return (
    <>
      <PushManyMode mode={listed[0]?.draft.mode ?? 'replace'} onMode={(mode) => setListed(inMode(listed, mode))} />
      <ul className="flex flex-col gap-4">
        {views.map((view) => (
          <PushListRow
            {...editsOf(view)}
            key={view.target.productId}
            listed={view}
            locked={busy}
            storeName={props.store.name}
          />
        ))}
      </ul>
      <Foot {...props} busy={busy} inState={inState} onPush={(ready) => void push(ready)}>
        <Message status={status} testId="push-message" />
      </Foot>
    </>
  );
}

type FootProps = Pick<Props, 'store' | 'company' | 'quota'> & {
  inState: (state: ListedView['state']) => ListedView[];
  busy: boolean;
  onPush: (ready: ListedView[]) => void;
  children: ReactNode;
};

function Foot({ store, company, quota, inState, busy, onPush, children }: FootProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [ready, blocked, checking] = [inState('ready'), inState('blocked').length, inState('checking').length];
  const left = productsLeft(quota) ?? ready.length;
  const obstacles = obstaclesOf(company, store, quota);
  const stopped = obstacles.length > 0 || ready.length > left || blocked > 0 || checking > 0;
  return (
    <>
      <PushBar
        checking={checking > 0}
        disabled={busy || stopped || ready.length === 0}
        label={t('push.confirmMany', { count: ready.length })}
        onConfirm={() => setAsking(true)}
        problems={obstacles}
        quota={quota}
        summary={t('push.many.summary', { ready: ready.length, same: inState('same').length, blocked })}
      >
        {blocked > 0 ? <p className="text-[13px] text-bad">{t('push.many.blockedFirst')}</p> : null}
        {ready.length > left && left > 0 ? (
          <p className="text-[13px] text-bad">{t('push.many.overQuota', { count: left })}</p>
        ) : null}
        {children}
      </PushBar>
      <PushQuestion
        changes={ready}
        forgotten={ready.some(({ typed }) => typed.trim() !== '')}
        onClose={() => setAsking(false)}
        onYes={() => onPush(ready)}
        open={asking}
        storeName={store.name}
      />
    </>
  );
}
