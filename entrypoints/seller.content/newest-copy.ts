import type { ContentScriptContext } from '#imports';

const event = 'oib-newest-copy';

/**
 * Makes this copy of the script the only one on the page: older ones end and take their elements away. WXT does so for
 * copies of one installation; this also tells another installation (a shop's and a developer's build).
 */
export function becomeNewestCopy(ctx: ContentScriptContext): void {
  const root = document.documentElement;
  root.dispatchEvent(new CustomEvent(event));
  root.addEventListener(event, () => ctx.abort(), { signal: ctx.signal });
}
