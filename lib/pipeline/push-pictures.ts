import { AppError } from '../core/app-error';
import { type PictureFinding, type Push, sameSet } from '../core/push';
import type { NewTask, Task } from '../core/task';
import type { Credential } from '../ozon/credential';
import type { Handler, HandlerContext, HandlerResult, HandlerWait } from '../queue/ports';
import { awaitImportTask } from './await-import';
import { examined, newAddresses } from './examine-push';
import {
  batchKey,
  cardsOf,
  halvesOf,
  notSure,
  type PushBatch,
  type PushDeps,
  pushBatch,
  settleFailed,
} from './push-batch';
import { isRefusedForSure, patient, quotaError, readBackWaitMs } from './push-doubt';
import { changesOfPushes, failedPush, isSettledPush } from './push-log';
import { withSnapshot } from './snapshot-push';

/** Import calls for one set: the first and two more, each only after reading back (product.md E3). */
const mostSends = 3;
/** As long as the card may look unchanged after a lost reply before the set is sent once more, ms. */
const doubtMs = 60_000;
/** A push that could not begin for so long is not wanted any more: pictures that change hours later surprise, ms. */
const staleMs = 60 * 60_000;

/** The push of up to 100 products of a job in one import call. */
export const pushPicturesTask = (job: Task['jobId'], batch: PushBatch): NewTask => ({
  id: `${job}/push/${batchKey(batch)}`,
  kind: 'push-pictures',
  input: batch,
});

type Deps = PushDeps & { look: (urls: string[], signal: AbortSignal) => Promise<PictureFinding[]> };

const stateIs = (pushes: Push[], ...states: Push['state'][]) => pushes.filter(({ state }) => states.includes(state));

/**
 * Sends new sets to live cards: look at the new pictures, keep the old set, import, remember Ozon's task. Each step is on
 * disk before the next, and nothing slow lies between keeping the old set and sending the new one. Whether an import
 * whose reply was lost has been taken is read from the cards, never guessed.
 */
export function createPushPictures(deps: Deps): Handler {
  const { credentialOf, log, look, ozon } = deps;

  /** Looks at what is new, then reads the cards as they are and keeps that. */
  async function prepare(pushes: Push[], credential: Credential, { signal, now }: HandlerContext): Promise<void> {
    const fresh = await log.write(pushes.map((push) => (isStale(push, now()) ? tooLate(push, now()) : push)));
    const open = fresh.filter((push) => !isSettledPush(push));
    const urls = newAddresses(open);
    const findings = urls.length === 0 ? [] : await look(urls, signal);
    const seen = await log.write(open.map((push) => examined(push, findings, now())));
    const good = seen.filter((push) => !isSettledPush(push));
    const cards = await cardsOf(deps, good, credential, signal);
    await log.write(good.map((push) => withSnapshot(push, cards.get(push.productId), now())));
  }

  /** Whether an import without a reply was taken: all cards of the call, or none. */
  async function readBack(pushes: Push[], credential: Credential, { signal, now }: HandlerContext): Promise<void> {
    const cards = await cardsOf(deps, pushes, credential, signal);
    const changed = pushes.some(({ productId, before }) => {
      const card = cards.get(productId);
      return card && before && !sameSet(card.current, before);
    });
    if (changed) await log.write(pushes.map((push) => ({ ...push, state: 'confirming', importedAt: now() })));
    const [first] = pushes;
    if (changed || !first || now() - (first.sentAt ?? 0) < doubtMs) return;
    const isLast = first.sends >= mostSends;
    await log.write(pushes.map((push) => (isLast ? failedPush(push, notSure, now()) : { ...push, state: 'planned' })));
  }

  async function send(pushes: Push[], credential: Credential, { signal, now }: HandlerContext): Promise<void> {
    // What was stopped meanwhile is not written, and so not sent.
    const sending = await log.write(
      pushes.map((push) => ({ ...push, state: 'sending', sends: push.sends + 1, sentAt: now() })),
    );
    if (sending.length === 0) return;
    try {
      const items = sending.map(({ offerId, next }) => ({ offerId, set: next }));
      const importTask = await ozon.importPictures(credential, items, signal);
      await log.write(sending.map((push) => ({ ...push, state: 'waiting', importTask })));
    } catch (thrown) {
      // Not the job's end, not an outage: only an answer that says no proves that nothing was taken.
      if (!isRefusedForSure(thrown)) return;
      await log.write(sending.map((push) => ({ ...push, state: 'planned', sends: push.sends - 1 })));
      throw quotaError(thrown, now());
    }
  }

  async function advance(task: Task, batch: PushBatch, context: HandlerContext): Promise<void> {
    const credential = await credentialOf(batch.storeId);
    const read = () => log.read(task.jobId, batch.seqs);
    const doubtful = stateIs(await read(), 'sending');
    if (doubtful.length > 0) await context.connect(() => readBack(doubtful, credential, context));
    // `ready` from an earlier run is old news: the card may have changed since.
    const open = stateIs(await read(), 'planned', 'ready');
    if (open.length > 0) await context.connect(() => prepare(open, credential, context));
    const ready = stateIs(await read(), 'ready');
    if (ready.length > 0) await context.connect(() => send(ready, credential, context));
  }

  /** Follows what was sent, and gives what the rest changes on the list. */
  function resultOf(task: Task, batch: PushBatch, pushes: Push[]): HandlerResult {
    const seqs = stateIs(pushes, 'waiting', 'confirming').map(({ seq }) => seq);
    const spawn = seqs.length > 0 ? [awaitImportTask(task.jobId, { ...batch, seqs })] : [];
    return { output: null, changes: changesOfPushes(pushes, batch.seqs), spawn };
  }

  return {
    async run(task, context): Promise<HandlerResult | HandlerWait> {
      const batch = pushBatch.parse(task.input);
      const before = stateIs(await log.read(task.jobId, batch.seqs), 'sending');
      let notBefore = 0;
      try {
        notBefore = await patient(before, context, () => advance(task, batch, context));
      } catch (thrown) {
        const open = (await log.read(task.jobId, batch.seqs)).filter((push) => !isSettledPush(push));
        if (!isOneBadItem(thrown) || open.length < 2) throw thrown;
        const { changes } = resultOf(task, batch, await log.read(task.jobId, batch.seqs));
        const halves = halvesOf({ ...batch, seqs: open.map(({ seq }) => seq) });
        return { output: null, changes, spawn: halves.map((half) => pushPicturesTask(task.jobId, half)) };
      }
      const after = await log.read(task.jobId, batch.seqs);
      // Also what is to be sent again, when Ozon could not be asked just now.
      const [unsure] = stateIs(after, 'sending', 'planned', 'ready');
      if (unsure) {
        const wait = readBackWaitMs(context.now() - (unsure.sentAt ?? 0));
        return { runAt: Math.max(notBefore, context.now() + wait) };
      }
      return resultOf(task, batch, after);
    },

    onFailed: (task, error) => settleFailed(deps, task, error),
  };
}

/** What one product may have brought upon the whole call; nothing was taken, so its halves can be tried. */
const isOneBadItem = (thrown: unknown) =>
  thrown instanceof AppError && thrown.code === 'ozon.refused' && thrown.params.status === 400;

const isStale = ({ sends, createdAt }: Push, now: number) => sends === 0 && now - createdAt > staleMs;
const tooLate = (push: Push, now: number) => failedPush(push, { code: 'push.too_late', params: {} }, now);
