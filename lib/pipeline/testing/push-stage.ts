import { z } from 'zod';
import { errorShapeOf } from '../../core/app-error';
import { type JobId, jobId, storeId } from '../../core/ids';
import type { PictureFinding, PictureSet, Push } from '../../core/push';
import { newTaskRow, type Task } from '../../core/task';
import type { Fetch } from '../../net/request';
import { createOzonApi } from '../../ozon/api';
import type { HandlerResult } from '../../queue/ports';
import { createAwaitImport } from '../await-import';
import { type PushOrder, planPush } from '../plan-push';
import { createPushPictures } from '../push-pictures';

const job = jobId.parse('job');
const store = storeId.parse('store');
const wanted = z.object({
  items: z.array(z.object({ offer_id: z.string(), images: z.array(z.string()), color_image: z.string().optional() })),
});

/** Thrown where a worker dies. */
export const death = new Error('the worker dies here');

export const setOf = (...pictures: string[]): PictureSet => ({ pictures, colour: null });

/** A card as Ozon keeps it, with what it says of its pictures. */
type ShopCard = { set: PictureSet; codes: string[]; errors: { url: string; message: string }[] };

/** Ozon's part: cards, and imports that settle as told. `reply` is what the import call does once it is taken. */
function createShop(cards: Map<string, ShopCard>) {
  const imports: string[][] = [];
  const shop = {
    imports,
    cards,
    status: 'imported' as string,
    /** A product whose presence makes Ozon refuse the whole call. */
    refuses: '',
    /** Whether a call that asks only is lost on its way. */
    outage: () => false,
    taken: true,
    reply: (): Response | Promise<Response> => Response.json({ task_id: imports.length }),
    apply: (card: ShopCard, set: PictureSet) => {
      card.set = { ...set, pictures: set.pictures.map(hosted) };
    },
  };
  const fetch: Fetch = async (url, { body }) => {
    const asked: unknown = JSON.parse(String(body));
    const { pathname } = new URL(url);
    if (pathname === '/v2/product/pictures/import') {
      const { items } = wanted.parse(asked);
      if (items.some(({ offer_id }) => offer_id === shop.refuses)) return Response.json({}, { status: 400 });
      imports.push(items.map(({ offer_id }) => offer_id));
      for (const { offer_id, images, color_image } of shop.taken ? items : []) {
        const card = cards.get(offer_id);
        if (card) shop.apply(card, { pictures: images, colour: color_image ?? null });
      }
      return shop.reply();
    }
    if (imports.length > 0 && shop.outage()) return Response.json({}, { status: 503 });
    if (pathname === '/v1/product/import/info') {
      const { task_id } = z.object({ task_id: z.number() }).parse(asked);
      const items = (imports[task_id - 1] ?? []).map((offer_id) => ({ offer_id, status: shop.status, errors: [] }));
      return Response.json({ result: { items } });
    }
    const all = [...cards].map(([offerId, card], index) => ({ offerId, card, id: index + 1 }));
    if (pathname === '/v2/product/pictures/info')
      return Response.json({ items: all.map(({ card, id }) => ({ product_id: id, errors: card.errors })) });
    return Response.json({
      items: all.map(({ offerId, card, id }) => ({
        ...{ id, offer_id: offerId, images: card.set.pictures, color_image: card.set.colour ?? '' },
        errors: card.codes.map((code) => ({ code })),
      })),
    });
  };
  return Object.assign(shop, { fetch });
}

/** Ozon copies pictures to its own hosts and gives them addresses of its own; its own ones stay. */
const hosted = (url: string) => (url.includes('/s3/') ? url : `https://cdn1.ozone.ru/s3/${url.split('/').at(-1)}`);

type Wish = { offerId: string; now: PictureSet; next: PictureSet; expected?: PictureSet | null };

/** A push on its way through handlers, a shop and rows in memory. Time passes only where a task asks to wait. */
export function createPushStage(wishes: Wish[], findings: PictureFinding[] = []) {
  const shop = createShop(new Map(wishes.map(({ offerId, now }) => [offerId, { set: now, codes: [], errors: [] }])));
  const orders = wishes.map(
    ({ offerId, now, next, expected = now }, index): PushOrder => ({
      ...{ productId: String(index + 1), offerId, sku: null, name: offerId },
      ...{ expected, next, undoOf: null },
    }),
  );
  const { pushes, tasks } = planPush(job, store, orders, 0);
  const rows = new Map(pushes.map((push) => [push.seq, push]));
  const clock = { now: 1_000_000 };
  let steps = Number.POSITIVE_INFINITY;
  let looking = () => {};
  const step = () => {
    steps -= 1;
    if (steps < 0) throw death;
  };
  const log = {
    read: async (_: JobId, seqs: number[]) => seqs.flatMap((seq) => rows.get(seq) ?? []),
    write: async (changed: Push[]) => {
      step();
      const open = changed.filter(({ seq }) => ['done', 'failed'].includes(rows.get(seq)?.state ?? 'done') === false);
      for (const push of open) rows.set(push.seq, push);
      step();
      return open;
    },
  };
  const fetch: Fetch = async (url, init) => {
    step();
    const answer = await shop.fetch(url, init);
    step();
    return answer;
  };
  const ozon = createOzonApi({ fetch, now: () => clock.now, timeoutMs: () => 1000 });
  const deps = { ozon, log, now: () => clock.now, credentialOf: async () => ({ clientId: '1', apiKey: 'k' }) };
  const look = async () => {
    looking();
    return findings;
  };
  const handlers = {
    'push-pictures': createPushPictures({ ...deps, look }),
    'await-import': createAwaitImport(deps),
  };
  const handlerOf = ({ kind }: Task) => (kind === 'await-import' ? handlers[kind] : handlers['push-pictures']);
  const context = {
    signal: new AbortController().signal,
    now: () => clock.now,
    connect: <T>(run: () => Promise<T>) => run(),
  };

  return {
    shop,
    clock,
    push: (seq = 0) => rows.get(seq),
    /** From now on the worker dies at the `count`-th of its writes and requests. */
    dieAt(count: number) {
      steps = count;
    },
    live() {
      steps = Number.POSITIVE_INFINITY;
    },
    /** What happens while new pictures are looked at. */
    onLook(happens: () => void) {
      looking = happens;
    },
    /** Stops what has not been sent, as the seller's cancel does. */
    stop(seq: number) {
      const row = rows.get(seq);
      if (row) rows.set(seq, { ...row, state: 'failed', error: { code: 'push.stopped', params: {} } });
    },
    /** Runs every task to its end, settling those that fail; gives the codes of what they threw. */
    async runAll(): Promise<unknown[]> {
      const waiting = [...tasks];
      const thrown: unknown[] = [];
      for (let task = waiting.shift(); task; task = waiting.shift()) {
        try {
          const result = await handlerOf(task).run(task, context);
          if ('runAt' in result) {
            clock.now = result.runAt;
            waiting.unshift(task);
          } else waiting.push(...result.spawn.map((row) => newTaskRow(row, job, clock.now)));
        } catch (error) {
          const shape = errorShapeOf(error);
          thrown.push(shape.code);
          await handlerOf(task).onFailed(task, shape);
        }
      }
      return thrown;
    },
    /** Runs every task to its end; throws what a task throws. Gives what changed on the list. */
    async run(): Promise<HandlerResult['changes']> {
      const waiting = [...tasks];
      const changes: HandlerResult['changes'] = [];
      for (let task = waiting.shift(); task; task = waiting.shift()) {
        const result = await handlerOf(task).run(task, context);
        // Whatever a handler makes of it: a dead worker does nothing more.
        if (steps < 0) throw death;
        if ('runAt' in result) {
          clock.now = result.runAt;
          waiting.unshift(task);
        } else {
          changes.push(...result.changes);
          waiting.push(...result.spawn.map((row) => newTaskRow(row, job, clock.now)));
        }
      }
      return changes;
    },
    fail: (error: Parameters<(typeof handlers)['push-pictures']['onFailed']>[1]) =>
      tasks[0] && handlers['push-pictures'].onFailed(tasks[0], error),
  };
}
