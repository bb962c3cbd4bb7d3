import type { Push } from '../core/push';
import type { NewTask, Task } from '../core/task';
import type { Credential } from '../ozon/credential';
import type { ImportedItem } from '../ozon/pictures-api';
import type { Handler, HandlerContext, HandlerResult, HandlerWait } from '../queue/ports';
import { afterImport, confirmed } from './confirm-push';
import { batchKey, cardsOf, type PushBatch, type PushDeps, pushBatch, settleFailed } from './push-batch';
import { patient, readBackWaitMs } from './push-doubt';
import { changesOfPushes, isSettledPush } from './push-log';

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
    const cards = await cardsOf(deps, pushes, credential, signal);
    const errors = await ozon.pictureErrors(
      credential,
      pushes.map(({ productId }) => productId),
      signal,
    );
    await log.write(pushes.map((push) => confirmed(push, cards.get(push.productId), errors, now())));
  }

  async function advance(task: Task, { storeId, seqs }: PushBatch, context: HandlerContext): Promise<void> {
    const credential = await credentialOf(storeId);
    const read = async (state: Push['state']) =>
      (await log.read(task.jobId, seqs)).filter((push) => push.state === state);
    const waiting = await read('waiting');
    if (waiting.length > 0) await context.connect(() => follow(waiting, credential, context));
    const confirming = await read('confirming');
    if (confirming.length > 0) await context.connect(() => confirm(confirming, credential, context));
  }

  return {
    async run(task, context): Promise<HandlerResult | HandlerWait> {
      const batch = pushBatch.parse(task.input);
      const open = async () => (await log.read(task.jobId, batch.seqs)).filter((push) => !isSettledPush(push));
      const notBefore = await patient(await open(), context, () => advance(task, batch, context));
      const [unsettled] = await open();
      if (unsettled) {
        const wait = readBackWaitMs(context.now() - (unsettled.sentAt ?? 0));
        return { runAt: Math.max(notBefore, context.now() + wait) };
      }
      return { output: null, changes: changesOfPushes(await log.read(task.jobId, batch.seqs), batch.seqs), spawn: [] };
    },

    onFailed: (task, error) => settleFailed(deps, task, error),
  };
}
