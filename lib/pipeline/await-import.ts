import { AppError, errorShapeOf } from '../core/app-error';
import type { ErrorCode } from '../core/error-codes';
import type { Push, PushProblem } from '../core/push';
import type { NewTask, Task } from '../core/task';
import type { Credential } from '../ozon/credential';
import type { Card, ImportedItem, PictureError } from '../ozon/pictures-api';
import type { Handler, HandlerContext, HandlerResult, HandlerWait } from '../queue/ports';
import { pictureCodeOf } from './picture-codes';
import { batchKey, type PushBatch, type PushDeps, pushBatch, settleFailed } from './push-batch';
import { readBackWaitMs } from './push-doubt';
import { changesOfPushes, countPictures, failedPush, isSettledPush, sameSet } from './push-log';

/** An import without any progress for this long will not settle (ozon-seller-api.md §4.2). */
const giveUpMs = 30 * 60_000;
/** How long a card may look unchanged after its import has settled, ms; shorter where Ozon names what went wrong. */
const lagMs = { silent: 60_000, explained: 10_000 };

/** The wait for the import of these products, and the look at what came of it. */
export const awaitImportTask = (job: Task['jobId'], batch: PushBatch): NewTask => ({
  id: `${job}/await/${batchKey(batch)}`,
  kind: 'await-import',
  input: batch,
});

/** Follows an import until it has settled, then compares the cards with what was sent: `imported` alone is not "fine". */
export function createAwaitImport(deps: PushDeps): Handler {
  const { ozon, credentialOf, log } = deps;

  async function follow(pushes: Push[], credential: Credential, { signal, now }: HandlerContext) {
    const states: ImportedItem[] = [];
    for (const task of new Set(pushes.flatMap(({ importTask }) => importTask ?? [])))
      states.push(...(await ozon.importState(credential, task, signal)));
    const byOffer = new Map(states.map((item) => [item.offerId, item]));
    await log.write(pushes.map((push) => afterImport(push, byOffer.get(push.offerId), now())));
  }

  async function confirm(pushes: Push[], credential: Credential, { signal, now }: HandlerContext) {
    const ids = pushes.map(({ productId }) => productId);
    const cards = new Map(
      (await ozon.cards(credential, 'product_id', ids, signal)).map((card) => [card.productId, card]),
    );
    const errors = await ozon.pictureErrors(credential, ids, signal);
    await log.write(
      pushes.map((push) => {
        const own = errors.filter(({ productId, url }) => productId === push.productId && isSent(push, url));
        return confirmed(push, cards.get(push.productId), own, now());
      }),
    );
  }

  return {
    async run(task, context): Promise<HandlerResult | HandlerWait> {
      const { storeId: store, seqs } = pushBatch.parse(task.input);
      const credential = await credentialOf(store);
      const read = async (state: Push['state']) =>
        (await log.read(task.jobId, seqs)).filter((push) => push.state === state);
      const waiting = await read('waiting');
      if (waiting.length > 0) await context.connect(() => follow(waiting, credential, context));
      const confirming = await read('confirming');
      if (confirming.length > 0) await context.connect(() => confirm(confirming, credential, context));

      const after = await log.read(task.jobId, seqs);
      const open = after.find((push) => !isSettledPush(push));
      if (open) return { runAt: context.now() + readBackWaitMs(context.now() - (open.sentAt ?? 0)) };
      return { output: null, changes: changesOfPushes(after), spawn: [] };
    },

    onFailed: (task, error) => settleFailed(deps, task, error),
  };
}

function afterImport(push: Push, item: ImportedItem | undefined, now: number): Push {
  if (!item || item.status === 'pending')
    return now - (push.sentAt ?? now) < giveUpMs ? push : failedPush(push, errorOf('push.not_settled'), now);
  if (item.status !== 'failed')
    return { ...push, state: 'confirming', skipped: item.status === 'skipped', importedAt: now };
  return failedPush(push, errorOf('push.ozon_failed'), now, item.codes.map(wholeProblem));
}

function confirmed(push: Push, card: Card | undefined, errors: PictureError[], now: number): Push {
  if (!card || !push.before) return failedPush(push, errorOf('push.no_product'), now);
  const after = card.current;
  const unchanged = sameSet(after, push.before);
  // Ozon knows an address by its text: the same one again is no change to it, whatever lies behind it now.
  if (unchanged && push.skipped) return failedPush({ ...push, after }, errorOf('push.skipped'), now);
  const lag = errors.length > 0 ? lagMs.explained : lagMs.silent;
  if (unchanged && now - (push.importedAt ?? now) < lag) return push;
  // Codes of the card sum up what is said of its pictures; they count where nothing is said.
  const problems =
    errors.length > 0 ? errors.map((error) => problemOf(push, error)) : card.errorCodes.flatMap(cardProblem);
  const settled: Push = { ...push, after, problems, settledAt: now };
  if (unchanged)
    return { ...settled, state: 'failed', error: errorOf(problems.length > 0 ? 'push.ozon_failed' : 'push.not_sure') };
  const isWhole = errors.length === 0 && countPictures(after) === countPictures(push.next);
  return isWhole
    ? { ...settled, state: 'done', error: null }
    : { ...settled, state: 'failed', error: errorOf('push.partly') };
}

const errorOf = (code: Extract<ErrorCode, `push.${string}`>) => errorShapeOf(new AppError(code));

const wholeProblem = (code: string): PushProblem => ({
  field: 'images',
  index: null,
  url: null,
  reason: { code: pictureCodeOf(code) ?? 'push.ozon_failed', params: { ozon: code } },
  level: 'block',
});

/** Only what is about pictures; a card may carry other complaints for years. */
const cardProblem = (code: string): PushProblem[] =>
  pictureCodeOf(code) ? [{ ...wholeProblem(code), level: 'warn' }] : [];

/** Errors of earlier pushes stay in Ozon's answers; those of a picture that was not sent say nothing now. */
const isSent = ({ next }: Push, url: string | null) =>
  url === null || next.pictures.includes(url) || next.colour === url;

function problemOf({ next }: Push, { url, message }: PictureError): PushProblem {
  const index = url === null ? -1 : next.pictures.indexOf(url);
  const isColour = url !== null && index < 0 && url === next.colour;
  return {
    field: isColour ? 'color_image' : 'images',
    index: isColour ? 0 : index < 0 ? null : index,
    url,
    reason: { code: pictureCodeOf(message) ?? 'picture.not_loaded', params: {} },
    level: 'block',
  };
}
