// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEditButtons, productOfAddress } from './edit-buttons';
import { createOwnHosts } from './own-hosts';
import type { Place } from './place';
import { createProductStates } from './product-states';
import { routeOf } from './route';
import { createTexts } from './texts';

const view = { rowButtons: true, editButtons: true, launcher: true, language: 'en' };

function stage(html: string) {
  document.body.innerHTML = html;
  const buttons = createEditButtons({
    texts: createTexts(),
    states: createProductStates(),
    hosts: createOwnHosts(),
    lookAgainIn: () => undefined,
    download: async () => null,
    push: async () => undefined,
  });
  return {
    buttons,
    go(path: string, change: Partial<Place['view']> = {}) {
      const address = new URL(path, 'https://seller.ozon.ru');
      vi.stubGlobal('location', address);
      buttons.update({ route: routeOf(address), view: { ...view, ...change } });
    },
    hosts: () => [...document.querySelectorAll<HTMLElement>('oib-actions')].map(({ dataset }) => ({ ...dataset })),
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

const page = '<main><h1>Edit</h1><form><label>Article<input name="offerId" value="0953"></label><input></form></main>';

describe('edit buttons', () => {
  it('stand once, name the product of the address, and follow it to another', () => {
    const { go, hosts } = stage(page);
    go('/app/products/1/edit/general-info');
    go('/app/products/1/edit/general-info');
    expect(hosts()).toEqual([{ productId: '1', offerId: '0953', found: 'input' }]);
    go('/app/products/2/edit/all-attrs');
    expect(hosts()).toMatchObject([{ productId: '2' }]);
    go('/app/prices/manager/3/prices');
    expect(hosts()).toMatchObject([{ productId: '3' }]);
  });

  it('go where the page is no longer about a product, and with the switch, though the page stays', () => {
    const { go, hosts, buttons } = stage(page);
    go('/app/products/1');
    expect(buttons.isShown()).toBe(true);
    go('/app/products');
    expect(hosts()).toEqual([]);
    expect(buttons.isShown()).toBe(false);
    go('/app/products/1');
    go('/app/products/1', { editButtons: false });
    expect(hosts()).toEqual([]);
  });

  it('are not there where the page has no place for them', () => {
    const { go, hosts } = stage('<div></div>');
    go('/app/products/1');
    expect(hosts()).toEqual([]);
  });
});

describe('productOfAddress', () => {
  it('knows the product_id only: the article in the form may have been edited', () => {
    vi.stubGlobal('location', new URL('https://seller.ozon.ru/app/products/77/edit/media'));
    expect(productOfAddress()).toEqual({ productId: '77', offerId: null, sku: null });
  });
});
