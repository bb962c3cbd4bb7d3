import type { PortalProduct } from '../../lib/core/portal';
import { type ActionDeps, type Actions, createActions } from './actions';
import type { OwnHosts } from './own-hosts';
import { createPatience } from './patience';
import type { Feature, Place } from './place';
import { routeOf } from './route';
import { type EditSlot, findEditSlot } from './selectors';

type Deps = ActionDeps & { hosts: OwnHosts; lookAgainIn: (ms: number) => void };

/** The product of the address: the only id of a product's own page that is sure (seller-portal.md §1, 7). */
export function productOfAddress(): PortalProduct | undefined {
  const { productId } = routeOf(location);
  return productId ? { productId, offerId: null, sku: null } : undefined;
}

/** Download and push buttons on a product's own page, beside its article or its heading. */
export function createEditButtons({ hosts, lookAgainIn, ...deps }: Deps): Feature & { isShown(): boolean } {
  let actions: Actions | undefined;
  let putBack = createPatience(lookAgainIn);

  function make(): Actions {
    const { host, shadow } = hosts.make('oib-actions');
    putBack = createPatience(lookAgainIn);
    return createActions(deps, { host, shadow, parent: shadow, page: 'edit', readNow: productOfAddress });
  }

  function remove(): void {
    actions?.host.remove();
    actions = undefined;
  }

  function place({ anchor, found, offerId }: EditSlot, product: PortalProduct): void {
    actions ??= make();
    const { host } = actions;
    if (host.previousElementSibling !== anchor) putBack(() => anchor.after(host));
    host.dataset.found = found;
    // Only for whoever reads the page: the field can be edited, so the article in it is never acted upon.
    actions.show({ ...product, offerId });
  }

  const watches = ({ route, view }: Place) => route.productId !== undefined && view.editButtons;
  return {
    watches,
    update(at) {
      const product = watches(at) ? productOfAddress() : undefined;
      const slot = product && findEditSlot(document);
      if (product && slot) place(slot, product);
      else remove();
      return false;
    },
    redraw: () => actions?.draw(),
    isShown: () => actions?.host.isConnected === true,
  };
}
