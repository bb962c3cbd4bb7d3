import { type ComponentProps, useState } from 'react';
import { Loading } from '../../components/loading';
import { PushHeader } from '../../components/push/header';
import { PushHistory } from '../../components/push/history';
import { PushLeave } from '../../components/push/leave';
import { PushProblemPage } from '../../components/push/problem-page';
import { PushResult } from '../../components/push/result';
import type { ArticleField } from '../../lib/core/article';
import type { JobId } from '../../lib/core/ids';
import type { PictureSet, Push } from '../../lib/core/push';
import type { PushAddress } from '../../lib/core/push-address';
import type { PushDraft } from '../../lib/core/push-draft';
import type { Store } from '../../lib/core/store';
import { pushCommands } from '../../lib/ext/hooks/push-commands';
import { usePushTargets } from '../../lib/ext/hooks/use-push-targets';
import { useWaiting } from '../../lib/ext/hooks/use-waiting';
import { useWake } from '../../lib/ext/hooks/use-wake';
import { ProductEditor } from './product-editor';
import { type ProductPushes, type ShownPush, useProductPush } from './use-product-push';

type Props = {
  store: Store;
  field: ArticleField;
  id: string;
  company: string | null;
  page: PushAddress['page'];
  job: JobId | null;
  onJob: (id: JobId) => void;
  onLeave: () => void;
};

/** One product: how its push goes, its new set, and what was pushed before. */
export function ProductPart(props: Props) {
  const { store, field, id, job, onLeave } = props;
  const [draft, setDraft] = useState<PushDraft>();
  const [productId, setProductId] = useState<string>();
  const pushes = useProductPush(store.id, productId, job, () => setDraft(undefined));
  const { found, error, again } = usePushTargets(store.id, field, [id], pushes.lastEnded);
  const target = found?.targets.byId.get(id);
  if (target && target.productId !== productId) setProductId(target.productId);
  useWake(pushes.shown?.job ? [pushes.shown.job] : undefined);

  if (!pushes.known || (!found && !error)) return <Loading />;
  if (!found) return <PushProblemPage error={error ?? gone} onAgain={again} onLeave={onLeave} />;
  if (!target) return <PushProblemPage error={gone} onLeave={onLeave} />;
  return (
    <OpenProduct
      {...props}
      again={error ? { error, read: again } : undefined}
      draft={draft}
      fresh={found.round === pushes.lastEnded}
      onDraft={setDraft}
      pushes={pushes}
      quota={found.targets.quota}
      target={target}
    />
  );
}

type OpenProps = Props &
  Pick<ComponentProps<typeof ProductEditor>, 'again' | 'draft' | 'onDraft' | 'quota' | 'target'> & {
    pushes: ProductPushes;
    /** The card was read after the last push had ended. */
    fresh: boolean;
  };

function OpenProduct({ pushes, fresh, page, onLeave, ...editor }: OpenProps) {
  const { store, target, draft, onJob } = editor;
  const { shown, underWay, past } = pushes;
  const [typed, setTyped] = useState('');
  const { undoing, undo } = useUndo(onJob);
  const waiting = useWaiting(shown?.job ? [shown.job] : undefined);
  return (
    <article data-product-id={target.productId} data-testid="push-product">
      <PushLeave dirty={draft !== undefined || typed !== ''} onLeave={onLeave} />
      <PushHeader product={target} storeName={store.name} />
      {shown ? (
        <PushResult
          fromEditPage={page === 'edit'}
          onUndo={undo}
          push={shown.push}
          status={undoing ? 'sending' : shown.status}
          storeName={store.name}
          waiting={waiting.get(shown.push.jobId)}
        />
      ) : null}
      <ProductEditor
        {...editor}
        carried={carriedBy(shown)}
        locked={underWay || undoing || !fresh}
        onTyped={setTyped}
        typed={typed}
      />
      <PushHistory disabled={underWay || undoing} onUndo={undo} pushes={past} storeName={store.name} />
    </article>
  );
}

/** The set of a push that has not got through; an undo leaves nothing to go on with. */
const carriedBy = (shown: ShownPush | undefined) =>
  shown && shown.status !== 'done' && shown.push.undoOf === null ? shown.push.next : undefined;

/** Starts an undo and knows that one is being started. */
function useUndo(onJob: (id: JobId) => void) {
  const [undoing, setUndoing] = useState(false);
  async function put(push: Push, shown: PictureSet) {
    setUndoing(true);
    await pushCommands
      .undo(push, shown)
      .then(onJob)
      .finally(() => setUndoing(false));
  }
  return { undoing, undo: { read: pushCommands.card, put } };
}

const gone = { code: 'product.not_found', params: {} } as const;
