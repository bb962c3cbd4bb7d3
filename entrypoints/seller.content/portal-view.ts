import type { ContentScriptContext } from '#imports';
import type { PortalView } from '../../lib/core/portal';
import type { Ask } from './ask';

const tries = 3;
const againMs = 1000;

const all = (): PortalView => ({ rowButtons: true, editButtons: true, launcher: true, language: navigator.language });

/**
 * Asks what to show and in which language: now, and when the page is looked at again, because settings may have changed
 * meanwhile. A worker that does not answer the first question hides nothing for ever.
 */
export function followPortalView(ctx: ContentScriptContext, ask: Ask, show: (view: PortalView) => void): void {
  let known = false;
  async function read(left: number): Promise<void> {
    const answer = await ask('portal.view', null);
    if (ctx.isInvalid) return;
    if (!answer.ok && !known && left > 0) return void ctx.setTimeout(() => void read(left - 1), againMs);
    if (answer.ok || !known) show(answer.ok ? answer.output : all());
    known = true;
  }
  void read(tries);
  ctx.addEventListener(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') void read(0);
  });
}
