import { errorShapeOf } from '../../lib/core/app-error';
import { jobId, storeId } from '../../lib/core/ids';
import { preflight } from '../../lib/core/preflight';
import type { PictureSet, Push, PushProblem } from '../../lib/core/push';
import type { Task } from '../../lib/core/task';
import { createOzonApi } from '../../lib/ozon/api';
import type { Card } from '../../lib/ozon/pictures-api';
import { createAwaitImport } from '../../lib/pipeline/await-import';
import { planPush } from '../../lib/pipeline/plan-push';
import { createPushPictures } from '../../lib/pipeline/push-pictures';
import type { OzonPushAnswer, OzonPushErrors, OzonPushRequest } from '../../lib/storage/ozon-api';
import type { RequestError } from '../errors';
import type { Look } from '../look';
import { credentialOf } from './credential';
import type { DownloadDeps } from './download';
import { createMemoryPushes } from './memory-pushes';
import { refusalOf } from './refusal';
import { runJob } from './run-job';

type Deps = Pick<DownloadDeps, 'config' | 'fetchOzon' | 'now' | 'times'> & { look: Look };

export type PushOutcome =
  | { data: OzonPushAnswer['data'] }
  /** Why the set is not on the card, and what is wrong at which picture. */
  | { refusal: RequestError; errors: OzonPushErrors };

const wireError = ({ field, index, url, reason }: PushProblem): OzonPushErrors[number] => ({
  field,
  index,
  url,
  reason: reason.code,
});

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

const refusedSet = (errors: OzonPushErrors): PushOutcome => ({
  refusal: refusalOf({ code: 'push.some_blocked', params: {} }),
  errors,
});

function outcomeOf(request: OzonPushRequest, push: Push | undefined, tasks: Task[], now: number): PushOutcome {
  if (push?.state === 'done') {
    const sent = push.sends > 0;
    const updated = { images: sent ? (request.images?.length ?? 0) : 0, color_image: sent && !!request.color_image };
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

/** G6: replaces the pictures of one card, with all the checks of a push from the extension. */
export function createPush({ config, fetchOzon, now, times, look }: Deps) {
  return async (request: OzonPushRequest): Promise<PushOutcome> => {
    const early = problemsOfRequest(request);
    if (early.length > 0) return refusedSet(early);
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
      return { refusal: refusalOf(errorShapeOf(thrown)), errors: [] };
    }
    if (!card) return { refusal: refusalOf({ code: 'push.no_product', params: {} }), errors: [] };
    const next = wantedSet(card, request);
    const blocking = preflight(card.current, next, { allowMore: request.allow_more }).filter(
      ({ level }) => level === 'block',
    );
    if (blocking.length > 0) return refusedSet(blocking.map(wireError));
    const { productId, offerId, sku, name, current: expected } = card;
    const order = { productId, offerId, sku, name, expected, next, undoOf: null };
    const { pushes, ...rows } = planPush(jobId.parse('call'), storeId.parse('call'), [order], now());
    const log = createMemoryPushes(pushes);
    const deps = { ozon, credentialOf: credential, log, now };
    const handlers = {
      'push-pictures': createPushPictures({ ...deps, look }),
      'await-import': createAwaitImport(deps),
    };
    const { tasks } = await runJob(rows, { handlers, now, timeoutMs: times.callMs });
    return outcomeOf(request, log.all()[0], tasks, now());
  };
}
