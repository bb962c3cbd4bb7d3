import { element } from './element';
import type { View } from './page-context';
import { fetchItem } from './portal-api';

/** Prices of one product. */
export const priceView =
  (id: number): View =>
  ({ texts }, signal) => {
    const main = element('main', {}, element('h1', {}, texts.priceOf));
    void fetchItem(id).then(
      (item) => {
        if (signal.aborted) return;
        const rows = [
          [texts.name, item?.name ?? texts.failed],
          [texts.current, '1 290 ₽'],
          [texts.before, '1 790 ₽'],
        ].map(([label = '', value = '']) => element('tr', {}, element('th', {}, label), element('td', {}, value)));
        main.append(element('table', {}, element('tbody', {}, ...rows)));
      },
      () => main.append(element('p', {}, texts.failed)),
    );
    return main;
  };

/** A page of the cabinet that has nothing to do with products. */
export const emptyView: View = ({ texts }) =>
  element('main', {}, element('h1', {}, texts.soon), element('p', {}, window.location.pathname));
