import { type ActionDeps, type Actions, createActions } from './actions';
import type { OwnHosts } from './own-hosts';
import { createPatience } from './patience';
import type { Feature, Place } from './place';
import { findRows, type RowReading, readArticle, readRow, rowOf } from './selectors';

/** Rows looked at in one frame; the rest waits for the next. A new row costs about 0.3 ms, a known one far less. */
const rowsPerPass = 12;

type Deps = ActionDeps & { hosts: OwnHosts; lookAgainIn: (ms: number) => void };
type Drawn = { actions: Actions; putBack: ReturnType<typeof createPatience> };

/** Download and push buttons in every mounted row of the product list, exactly one pair a row. */
export function createRowButtons({ hosts, lookAgainIn, ...deps }: Deps): Feature {
  const drawn = new Map<Element, Drawn>();
  let next = 0;

  function make(): Drawn {
    const { host, shadow } = hosts.make('oib-actions');
    const readNow = () => {
      const reading = readRow(rowOf(host));
      // The article is a text of the page without a sure form; the ids are enough (seller-portal.md §2).
      return reading && { productId: reading.productId, offerId: null, sku: reading.sku };
    };
    const actions = createActions(deps, { host, shadow, parent: shadow, page: 'list', readNow });
    return { actions, putBack: createPatience(lookAgainIn) };
  }

  function remove(row: Element): void {
    drawn.get(row)?.actions.host.remove();
    drawn.delete(row);
  }

  function updateRow(row: Element, { cell, found, ...product }: RowReading): void {
    const { actions, putBack } = drawn.get(row) ?? make();
    const { host } = actions;
    drawn.set(row, { actions, putBack });
    for (const other of row.querySelectorAll('oib-actions')) if (other !== host) other.remove();
    if (host.parentElement !== cell) putBack(() => cell.append(host));
    host.dataset.found = found;
    if (!actions.isShowing(product)) actions.show({ ...product, offerId: readArticle(row) });
  }

  /** Rows the page has taken away; recycled ones stay and get another product. */
  function forget(rows: Set<Element>): void {
    for (const row of drawn.keys()) if (!rows.has(row)) remove(row);
  }

  const watches = ({ route, view }: Place) => route.kind === 'list' && view.rowButtons;
  return {
    watches,
    update(place) {
      const rows = watches(place) ? findRows(document) : [];
      if (next === 0 || rows.length === 0) forget(new Set(rows));
      const pass = rows.slice(next, next + rowsPerPass);
      for (const row of pass) {
        const reading = readRow(row);
        if (reading) updateRow(row, reading);
        else remove(row);
      }
      next = next + pass.length < rows.length ? next + pass.length : 0;
      return next > 0;
    },
    redraw() {
      for (const { actions } of drawn.values()) actions.draw();
    },
  };
}
