import { type ErrorShape, errorShapeOf } from '../../lib/core/app-error';
import { jobId, storeId } from '../../lib/core/ids';
import { preflight } from '../../lib/core/preflight';
import type { PictureFinding, PictureSet, Push, PushProblem } from '../../lib/core/push';
import type { Task } from '../../lib/core/task';
import { createOzonApi, type OzonApi } from '../../lib/ozon/api';
import type { Card } from '../../lib/ozon/pictures-api';
import { createAwaitImport } from '../../lib/pipeline/await-import';
import { examined } from '../../lib/pipeline/examine-push';
import { planPush } from '../../lib/pipeline/plan-push';
import type { PushLog } from '../../lib/pipeline/push-log';
import { createPushPictures } from '../../lib/pipeline/push-pictures';
import type { OzonPushAnswer, OzonPushErrors, OzonPushRequest, OzonPushSeen } from '../../lib/storage/ozon-api';
import type { RequestError } from '../errors';
import type { Look } from '../look';
import type { LockCard } from './card-lock';
import type { CardSets } from './card-sets';
import { credentialOf } from './credential';
import type { DownloadDeps } from './download';
import { createMemoryPushes } from './memory-pushes';
import { refusalOf } from './refusal';
import { runJob } from './run-job';

type Deps = Pick<DownloadDeps, 'config' | 'fetchOzon' | 'now' | 'times'> & {
  look: Look;
  /** Where there is somewhere to keep it. */
  cardSets?: Pick<CardSets, 'keep'> | undefined;
  lock: LockCard;
};

type Result =
  | { data: OzonPushAnswer['data'] }
  /** Why the set is not on the card, and what is wrong at which picture. */
  | { refusal: RequestError; errors: OzonPushErrors };
export type PushOutcome = Result & OzonPushSeen;

const wireError = ({ field, index, url, reason }: PushProblem): OzonPushErrors[number] => ({
  field,
  index,
  url,
  reason: reason.code,
});

const wireSet = ({ pictures, colour }: PictureSet) => ({ images: pictures, color_image: colour });

const notRead: OzonPushSeen = { previous: null, warnings: [] };

/** The set the card had, with what was found and did not stop the push. */
function seenOf({ current }: Card, problems: PushProblem[]): OzonPushSeen {
  const warnings = problems.filter(({ level }) => level === 'warn').map(wireError);
  return {
    previous: wireSet(current),
    warnings: [...new Map(warnings.map((warning) => [JSON.stringify(warning), warning])).values()],
  };
}

/** The card's set with what the call wants changed. */
const wantedSet = ({ current }: Card, { images, color_image }: OzonPushRequest): PictureSet => ({
  pictures: images ?? current.pictures,
  colour: color_image === undefined ? current.colour : color_image === '' ? null : color_image,
});

/** What is wrong before anybody is asked: 360 images were withdrawn by Ozon, and a call that changes nothing is a slip. */
function problemsOfRequest({ images, images360 = [], color_image }: OzonPushRequest): OzonPushErrors {
  const gone = images360.map((url, index) => ({
    ...{ field: 'images360' as const, index, url },
    reason: 'push.images360_gone',
  }));
  if (gone.length > 0 || images !== undefined || color_image !== undefined) return gone;
  return [{ field: 'images', index: null, url: null, reason: 'push.no_images' }];
}

const refusedSet = (errors: OzonPushErrors): Result => ({
  refusal: refusalOf({ code: 'push.some_blocked', params: {} }),
  errors,
});

function outcomeOf(request: OzonPushRequest, push: Push | undefined, tasks: Task[], now: number): Result {
  if (push?.state === 'done') {
    const sent = push.sends > 0;
    const updated = {
      images: sent ? (request.images?.length ?? 0) : 0,
      color_image: sent && push.next.colour !== push.before?.colour,
    };
    return { data: { product_id: push.productId, updated, current_images: (push.after ?? push.next).pictures } };
  }
  const errors = (push?.problems ?? []).filter(({ level }) => level === 'block').map(wireError);
  if (push?.state === 'failed' && push.error) return { refusal: refusalOf(push.error), errors };
  const waiting = tasks.find(({ state, error }) => state === 'queued' && error);
  const isSent = push !== undefined && push.sends > 0;
  if (!isSent && waiting?.error) return { refusal: refusalOf(waiting.error, waiting.runAt - now), errors };
  const isTaken = push?.state === 'waiting' || push?.state === 'confirming';
  const code = isTaken ? 'push.not_settled' : isSent ? 'push.not_sure' : 'companion.timeout';
  return { refusal: refusalOf({ code, params: {} }), errors };
}

type Way = Pick<Deps, 'look' | 'now'> & {
  ozon: OzonApi;
  credential: ReturnType<typeof credentialOf>;
  callMs: number;
  keep: (productId: string, before: PictureSet) => Promise<void>;
};

/** The rows of a push whose old set is kept before it is sent; what cannot be kept is not sent. */
const keptFirst = (log: PushLog, keep: Way['keep']): PushLog => ({
  ...log,
  async write(changed) {
    for (const { state, sends, before, productId } of changed)
      if (state === 'sending' && sends === 1 && before) await keep(productId, before);
    return log.write(changed);
  },
});

/** Sends a set to its card by the handlers of the extension; `problems` is all that was found on the way. */
async function replaceSet({ ozon, credential, look, now, callMs, keep }: Way, card: Card, next: PictureSet) {
  const { productId, offerId, sku, name, current: expected } = card;
  const order = { productId, offerId, sku, name, expected, next, undoOf: null };
  const { pushes, ...rows } = planPush(jobId.parse('call'), storeId.parse('call'), [order], now());
  const log = createMemoryPushes(pushes);
  const deps = { ozon, credentialOf: credential, log: keptFirst(log, keep), now };
  // A settled push tells what Ozon held against it, and no more what was found before.
  let findings: PictureFinding[] = [];
  const keepLook: Look = async (urls) => {
    findings = await look(urls);
    return findings;
  };
  const handlers = {
    'push-pictures': createPushPictures({ ...deps, look: keepLook }),
    'await-import': createAwaitImport(deps),
  };
  const { tasks } = await runJob(rows, { handlers, now, timeoutMs: callMs });
  const push = log.all()[0];
  const found = pushes.flatMap((planned) => examined(planned, findings, now()).problems);
  return { push, tasks, problems: [...found, ...(push?.problems ?? [])] };
}

const refusedUnread = (error: ErrorShape): PushOutcome => ({ refusal: refusalOf(error), errors: [], ...notRead });

/** One push of a card that no other call is pushing to. */
function createPushAlone({ config, fetchOzon, now, times, look, cardSets }: Deps) {
  return async (userId: string, request: OzonPushRequest): Promise<PushOutcome> => {
    const timeoutMs = () => times.requestMs;
    const ozon = createOzonApi({ fetch: fetchOzon, now, timeoutMs, baseUrl: config.ozonUrl });
    const credential = credentialOf(request.credential);
    const { signal } = new AbortController();
    const id = String(request.product_id);
    let card: Card | undefined;
    try {
      card = (await ozon.cards(await credential(), 'product_id', [id], signal)).find(
        ({ productId }) => productId === id,
      );
    } catch (thrown) {
      return refusedUnread(errorShapeOf(thrown));
    }
    if (!card) return refusedUnread({ code: 'push.no_product', params: {} });
    const next = wantedSet(card, request);
    const first = preflight(card.current, next, { allowMore: request.allow_more });
    const blocking = first.filter(({ level }) => level === 'block');
    if (blocking.length > 0) return { ...refusedSet(blocking.map(wireError)), ...seenOf(card, first) };
    const keep: Way['keep'] = async (productId, before) => cardSets?.keep(userId, productId, wireSet(before));
    const way = { ozon, credential, look, now, callMs: times.callMs, keep };
    const { push, tasks, problems } = await replaceSet(way, card, next);
    return { ...outcomeOf(request, push, tasks, now()), ...seenOf(card, problems) };
  };
}

/**
 * G6: replaces the pictures of one card, with all the checks of a push from the extension. Two at once could each take
 * the other's new set for the old one, so a card is one call's at a time, from before it is read.
 */
export function createPush(deps: Deps) {
  const pushAlone = createPushAlone(deps);
  return async (userId: string, request: OzonPushRequest): Promise<PushOutcome> => {
    const early = problemsOfRequest(request);
    if (early.length > 0) return { ...refusedSet(early), ...notRead };
    const release = await deps.lock(`${request.credential.client_id}/${request.product_id}`);
    if (!release) return refusedUnread({ code: 'push.busy', params: {} });
    try {
      return await pushAlone(userId, request);
    } finally {
      // What was pushed is to be told all the same; a card that was not let go is free after a while.
      await release().catch(() => undefined);
    }
  };
}
