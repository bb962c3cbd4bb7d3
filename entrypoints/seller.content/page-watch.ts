import type { ContentScriptContext } from '#imports';
import type { OwnHosts } from './own-hosts';
import type { Feature, Place } from './place';

type Deps = {
  ctx: ContentScriptContext;
  hosts: OwnHosts;
  features: Feature[];
  /** Undefined while it is not known what may be shown. */
  place: () => Place | undefined;
};

/**
 * Keeps what we show in line with the page: after a change of address, after changes in the page where a feature needs to
 * know of them, and when asked. All of it at most once a frame, in bounded pieces.
 */
export function createPageWatch({ ctx, hosts, place, features }: Deps) {
  const observer = new MutationObserver(look);
  let observing = false;
  let frame = 0;
  /** When the earliest wish to look again is due. */
  let due = Number.POSITIVE_INFINITY;
  /** Something changed since the round under way began. */
  let changed = false;
  let midRound = false;

  function look(): void {
    changed = true;
    // WXT's own requestAnimationFrame keeps a listener on the context for every frame there ever was.
    if (frame === 0 && !ctx.signal.aborted) frame = requestAnimationFrame(update);
  }

  function observe(wanted: boolean): void {
    if (wanted === observing) return;
    observing = wanted;
    observer.disconnect();
    if (!wanted) return;
    // The app's root may be exchanged, the body not. Ids stand in texts and links; ticks and fields do not matter here.
    const options = {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['href'],
    };
    observer.observe(document.body, options);
  }

  function update(): void {
    frame = 0;
    if (!midRound) changed = false;
    const at = place();
    if (!at) return;
    hosts.sweep(document);
    observe(features.some((feature) => feature.watches(at)));
    midRound = features.map((feature) => feature.update(at)).includes(true);
    // What we have just done ourselves is no news.
    observer.takeRecords();
    if (midRound || changed) frame = requestAnimationFrame(update);
  }

  ctx.onInvalidated(() => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    hosts.clear(document);
  });

  return {
    look,
    /** Looks again after a while; the earliest wish counts. */
    lookIn(ms: number): void {
      const at = performance.now() + ms;
      if (at >= due) return;
      due = at;
      ctx.setTimeout(() => {
        due = Number.POSITIVE_INFINITY;
        look();
      }, ms);
    },
  };
}
