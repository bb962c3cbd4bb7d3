import { AppError, errorShapeOf } from '../core/app-error';
import { preflight } from '../core/preflight';
import { type PictureFinding, type Push, type PushProblem, pictureLimit } from '../core/push';
import type { NewTask, Task } from '../core/task';
import type { Credential } from '../ozon/credential';
import type { Handler, HandlerContext, HandlerResult, HandlerWait } from '../queue/ports';
import { awaitImportTask } from './await-import';
import { batchKey, notSure, type PushBatch, type PushDeps, pushBatch, settleFailed } from './push-batch';
import { isRefusedForSure, quotaError, readBackWaitMs } from './push-doubt';
import { changesOfPushes, failedPush, isSettledPush, sameSet } from './push-log';

/** Import calls for one set: the first and two more, each only after reading back (product.md E3). */
const mostSends = 3;
/** As long as the card may look unchanged after a lost reply before the set is sent once more, ms. */
const doubtMs = 60_000;

/** The push of up to 100 products of a job in one import call. */
export const pushPicturesTask = (job: Task['jobId'], batch: PushBatch): NewTask => ({
  id: `${job}/push/${batchKey(batch)}`,
  kind: 'push-pictures',
  input: batch,
});

type Deps = PushDeps & { look: (urls: string[], signal: AbortSignal) => Promise<PictureFinding[]> };

/**
 * Sends new sets to live cards: keep the old set, look at the pictures, import, remember Ozon's task. Each step is on
 * disk before the next. Whether an import whose reply was lost has been taken is read from the cards, never guessed.
 */
export function createPushPictures(deps: Deps): Handler {
  const { ozon, credentialOf, log, look } = deps;

  async function save(pushes: Push[]): Promise<Push[]> {
    await log.write(pushes);
    return pushes;
  }

  /** Reads the cards as they are and keeps that, then looks at what is new on them. */
  async function prepare(pushes: Push[], credential: Credential, { signal, now }: HandlerContext): Promise<Push[]> {
    const ids = pushes.map(({ productId }) => productId);
    const cards = new Map(
      (await ozon.cards(credential, 'product_id', ids, signal)).map((card) => [card.productId, card]),
    );
    const kept = await save(pushes.map((push) => withSnapshot(push, cards.get(push.productId), now())));
    const open = kept.filter((push) => !isSettledPush(push));
    const urls = [...new Set(open.flatMap(newUrls))];
    const findings = urls.length === 0 ? [] : await look(urls, signal);
    const byUrl = new Map(findings.map((finding) => [finding.url, finding]));
    return save(open.map((push) => judged(push, byUrl, now())));
  }

  /** Whether an import without a reply was taken: all cards of the call, or none. */
  async function readBack(pushes: Push[], credential: Credential, { signal, now }: HandlerContext): Promise<Push[]> {
    const ids = pushes.map(({ productId }) => productId);
    const cards = new Map(
      (await ozon.cards(credential, 'product_id', ids, signal)).map((card) => [card.productId, card]),
    );
    const changed = pushes.some(({ productId, before }) => {
      const card = cards.get(productId);
      return card && before && !sameSet(card.current, before);
    });
    if (changed) return save(pushes.map((push) => ({ ...push, state: 'confirming', importedAt: now() })));
    const [first] = pushes;
    if (!first || now() - (first.sentAt ?? 0) < doubtMs) return pushes;
    if (first.sends >= mostSends) return save(pushes.map((push) => failedPush(push, notSure, now())));
    return save(pushes.map((push) => ({ ...push, state: 'planned' })));
  }

  async function send(pushes: Push[], credential: Credential, { signal, now }: HandlerContext): Promise<Push[]> {
    const sending = await save(
      pushes.map((push) => ({ ...push, state: 'sending', sends: push.sends + 1, sentAt: now() })),
    );
    try {
      const items = sending.map(({ offerId, next }) => ({ offerId, set: next }));
      const importTask = await ozon.importPictures(credential, items, signal);
      return await save(sending.map((push) => ({ ...push, state: 'waiting', importTask })));
    } catch (thrown) {
      // Not the job's end, not an outage: only an answer that says no proves that nothing was taken.
      if (!isRefusedForSure(thrown)) return sending;
      await save(pushes.map((push) => ({ ...push, state: 'planned' })));
      throw quotaError(thrown, now());
    }
  }

  return {
    async run(task, context): Promise<HandlerResult | HandlerWait> {
      const batch = pushBatch.parse(task.input);
      const credential = await credentialOf(batch.storeId);
      const read = () => log.read(task.jobId, batch.seqs);
      const stateIs = (pushes: Push[], ...states: Push['state'][]) =>
        pushes.filter(({ state }) => states.includes(state));

      const doubtful = stateIs(await read(), 'sending');
      if (doubtful.length > 0) await context.connect(() => readBack(doubtful, credential, context));
      // `ready` from an earlier run is old news: the card may have changed since.
      const open = stateIs(await read(), 'planned', 'ready');
      if (open.length > 0) await context.connect(() => prepare(open, credential, context));
      const ready = stateIs(await read(), 'ready');
      if (ready.length > 0) await context.connect(() => send(ready, credential, context));

      const after = await read();
      const unsure = stateIs(after, 'sending');
      if (unsure.length > 0) return { runAt: context.now() + readBackWaitMs(context.now() - (unsure[0]?.sentAt ?? 0)) };
      const sent = stateIs(after, 'waiting', 'confirming').map(({ seq }) => seq);
      const spawn = sent.length > 0 ? [awaitImportTask(task.jobId, { storeId: batch.storeId, seqs: sent })] : [];
      return { output: null, changes: changesOfPushes(after), spawn };
    },

    onFailed: (task, error) => settleFailed(deps, task, error),
  };
}

type CardNow = { offerId: string; current: Push['next'] } | undefined;

/** The push with the set the card has now, or failed when that set is not what the seller decided on. */
function withSnapshot(push: Push, card: CardNow, now: number): Push {
  const fail = (code: 'push.no_product' | 'push.wrong_product' | 'push.changed_meanwhile') =>
    failedPush(push, { code, params: {} }, now);
  if (!card) return fail('push.no_product');
  if (card.offerId !== push.offerId) return fail('push.wrong_product');
  if (push.expected && !sameSet(push.expected, card.current)) return fail('push.changed_meanwhile');
  const kept: Push = { ...push, state: 'planned', before: card.current };
  if (!sameSet(card.current, push.next)) return kept;
  return { ...kept, state: 'done', after: card.current, settledAt: now, error: { code: 'push.same_set', params: {} } };
}

/** Addresses of a push that are not on its card yet; what is there came from Ozon. */
function newUrls({ next, before }: Push): string[] {
  const known = new Set([...(before?.pictures ?? []), before?.colour]);
  return [...next.pictures, ...(next.colour === null ? [] : [next.colour])].filter((url) => !known.has(url));
}

/** The push made ready, or failed with what is wrong with its pictures. Nothing is cut silently. */
function judged(push: Push, findings: Map<string, PictureFinding>, now: number): Push {
  const allowMore = push.next.pictures.length <= pictureLimit.most;
  const own = preflight(push.before ?? push.next, push.next, { allowMore });
  const problems: PushProblem[] = [...own, ...seenProblems(push, findings)];
  const blocking = problems.find(({ level }) => level === 'block');
  if (!blocking) return { ...push, state: 'ready', problems };
  const error = blocking.index === null ? blocking.reason : errorShapeOf(new AppError('push.some_blocked'));
  return failedPush(push, error, now, problems);
}

function seenProblems({ next }: Push, findings: Map<string, PictureFinding>): PushProblem[] {
  const places = [
    ...next.pictures.map((url, index) => ({ field: 'images' as const, index, url })),
    ...(next.colour === null ? [] : [{ field: 'color_image' as const, index: 0, url: next.colour }]),
  ];
  return places.flatMap((place) =>
    (findings.get(place.url)?.problems ?? []).map((problem) => ({ ...place, ...problem })),
  );
}
