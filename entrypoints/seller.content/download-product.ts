import type { ContentScriptContext } from '#imports';
import type { JobSummary, PortalProduct } from '../../lib/core/portal';
import type { Ask } from './ask';
import { type ActionState, idle, type ProductStates } from './product-states';

type Deps = {
  ctx: Pick<ContentScriptContext, 'setTimeout'>;
  ask: Ask;
  states: ProductStates;
  companyId: () => string | null;
};

/** Refusals the seller may answer with "take the default store": all that are about the store of the page. */
const storeQuestion = /^portal\./;
const lookMs = 1000;
/** A paused job waits for a person. */
const pausedMs = 5000;
/** Looks in a row that may fail before the button stops waiting: the worker may be stopped in between. */
const maxMissed = 10;

/** What a button shows of a job with one article in it. */
export function stateOfJob({ status, totalImages, successImages, failedImages, error }: JobSummary): ActionState {
  const counts = { done: successImages, total: totalImages, code: error?.code ?? null };
  if (status === 'completed') return { ...counts, state: 'done' };
  if (status === 'cancelled') return idle;
  if (status === 'failed' || status === 'partial') return { ...counts, state: 'failed', code: counts.code ?? 'other' };
  return { state: 'busy', done: successImages + failedImages, total: totalImages, code: null };
}

/** Downloads one product and follows its job for as long as that is open. */
export function createDownload({ ctx, ask, states, companyId }: Deps) {
  async function follow(product: PortalProduct, id: JobSummary['id'], missed = 0): Promise<void> {
    const answer = await ask('portal.job', { id });
    const again = (ms: number, misses: number) => ctx.setTimeout(() => void follow(product, id, misses), ms);
    if (!answer.ok) {
      if (answer.code === 'app.unexpected' && missed < maxMissed) again(lookMs, missed + 1);
      else states.change(product, { download: { ...idle, state: 'failed', code: answer.code } });
      return;
    }
    const download = stateOfJob(answer.output);
    states.change(product, { download });
    if (download.state === 'busy') again(answer.output.status === 'paused' ? pausedMs : lookMs, 0);
  }

  /**
   * `anyStore`: the seller has agreed to the default store. Gives the reason why he must be asked, if so. Nothing happens
   * while a download of the product is under way.
   */
  return async (product: PortalProduct, anyStore: boolean): Promise<string | null> => {
    if (states.of(product).download.state === 'busy') return null;
    states.change(product, { download: { ...idle, state: 'busy' } });
    const answer = await ask('portal.download', { product, companyId: companyId(), anyStore });
    if (answer.ok) {
      void follow(product, answer.output.id);
      return null;
    }
    const { code } = answer;
    const mustAsk = !anyStore && storeQuestion.test(code);
    states.change(product, { download: mustAsk ? idle : { ...idle, state: 'failed', code } });
    return mustAsk ? code : null;
  };
}
