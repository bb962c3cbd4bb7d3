import { z } from 'zod';
import { AppError, type ErrorShape, errorShapeOf } from '../core/app-error';
import { storeId } from '../core/ids';
import type { Push } from '../core/push';
import type { ItemChange } from '../core/tally';
import type { Task } from '../core/task';
import type { OzonApi } from '../ozon/api';
import type { Credential } from '../ozon/credential';
import { changesOfPushes, failedPush, isSettledPush, type PushLog } from './push-log';

/** The products of a job that go through one import call. */
export const pushBatch = z.object({ storeId, seqs: z.array(z.int()) });
export type PushBatch = z.infer<typeof pushBatch>;

/** What every step of a push needs. */
export type PushDeps = {
  ozon: OzonApi;
  credentialOf: (store: Push['storeId']) => Promise<Credential>;
  log: PushLog;
  now: () => number;
};

/** The part of a task's id that names its batch, sorting by place; a half of a batch has a name of its own. */
export const batchKey = ({ seqs }: PushBatch): string =>
  `${String(seqs[0] ?? 0).padStart(7, '0')}-${seqs.at(-1) ?? 0}-${seqs.length}`;

/** The two halves of a batch. */
export function halvesOf({ seqs, ...batch }: PushBatch): PushBatch[] {
  const middle = Math.ceil(seqs.length / 2);
  return [seqs.slice(0, middle), seqs.slice(middle)].map((half) => ({ ...batch, seqs: half }));
}

/** The cards of pushes as they are now, by product; nothing is asked for none. */
export async function cardsOf({ ozon }: PushDeps, pushes: Push[], credential: Credential, signal: AbortSignal) {
  const ids = pushes.map(({ productId }) => productId);
  const cards = ids.length === 0 ? [] : await ozon.cards(credential, 'product_id', ids, signal);
  return new Map(cards.map((card) => [card.productId, card]));
}

/** Said where Ozon may have the new set, and nothing proves it either way. */
export const notSure: ErrorShape = errorShapeOf(new AppError('push.not_sure'));

/** Marks what a task that has failed for good leaves open, and gives what that changes on the list. */
export async function settleFailed({ log, now }: PushDeps, task: Task, error: ErrorShape): Promise<ItemChange[]> {
  const { seqs } = pushBatch.parse(task.input);
  const pushes = (await log.read(task.jobId, seqs)).map((push) => {
    if (isSettledPush(push)) return push;
    // Once an import has left, Ozon may have the new set, whatever went wrong afterwards.
    return failedPush(push, push.sends === 0 ? error : notSure, now());
  });
  await log.write(pushes);
  return changesOfPushes(pushes, seqs);
}
