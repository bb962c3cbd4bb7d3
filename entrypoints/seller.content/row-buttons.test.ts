// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PortalProduct } from '../../lib/core/portal';
import { createOwnHosts } from './own-hosts';
import type { Place } from './place';
import { createProductStates, idle } from './product-states';
import { createRowButtons } from './row-buttons';
import { createTexts } from './texts';

const view = { rowButtons: true, editButtons: true, launcher: true, language: 'en' };
const list: Place = { route: { kind: 'list' }, view };

function stage(skus: string[]) {
  const rowOf = (sku: string) => `<tr><td>Mug</td><td><span>SKU ${sku}</span></td></tr>`;
  document.body.innerHTML = `<table><tbody>${skus.map(rowOf).join('')}</tbody></table>`;
  const hosts = createOwnHosts();
  const states = createProductStates();
  const waits: number[] = [];
  const rows = createRowButtons({
    texts: createTexts(),
    states,
    hosts,
    lookAgainIn: (ms) => waits.push(ms),
    download: async () => null,
    push: async () => undefined,
  });
  states.watch(rows.redraw);
  return {
    states,
    waits,
    update(place = list) {
      hosts.sweep(document);
      return rows.update(place);
    },
    trs: () => [...document.querySelectorAll('tr')],
    setSku(tr: Element | undefined, sku: string) {
      const span = tr?.querySelector('span');
      if (span) span.textContent = `SKU ${sku}`;
    },
  };
}

const hostsIn = (element: Element | undefined) => [...(element?.querySelectorAll<HTMLElement>('oib-actions') ?? [])];
const buttonIn = (element: Element | undefined) =>
  hostsIn(element)[0]?.shadowRoot?.querySelector<HTMLElement>('[data-testid="download-button"]');
const product = (sku: string): PortalProduct => ({ sku, productId: null, offerId: null });
const many = Array.from({ length: 60 }, (_, at) => String(1_000_000_000 + at));
const [one = '', two = '', three = ''] = many;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe('row buttons', () => {
  it('stand once in every row, as the last child of the cell with the SKU, however often the page is looked at', () => {
    const { update, trs } = stage([one, two]);
    update();
    update();
    expect(trs().map((tr) => hostsIn(tr).map(({ dataset }) => dataset.sku))).toEqual([[one], [two]]);
    expect(trs()[0]?.cells[1]?.lastElementChild).toBe(hostsIn(trs()[0])[0]);
    expect(hostsIn(trs()[0])[0]?.dataset.found).toBe('text');
  });

  it('show the product of a recycled row, and its state when it comes back', () => {
    const { update, trs, setSku, states } = stage([one, two]);
    update();
    states.change(product(one), { download: { ...idle, state: 'busy', done: 3, total: 10 } });
    expect(buttonIn(trs()[0])?.dataset).toMatchObject({ state: 'busy', done: '3', total: '10' });
    setSku(trs()[0], three);
    update();
    expect(hostsIn(trs()[0]).map(({ dataset }) => dataset.sku)).toEqual([three]);
    expect(buttonIn(trs()[0])?.dataset.state).toBe('idle');
    setSku(trs()[1], one);
    update();
    expect(buttonIn(trs()[1])?.dataset).toMatchObject({ state: 'busy', done: '3' });
  });

  it('replace dead copies the page made by innerHTML', () => {
    const { update, trs } = stage([one]);
    update();
    const [original] = hostsIn(trs()[0]);
    const tr = trs()[0];
    if (tr) tr.innerHTML = `${tr.innerHTML}`;
    expect(hostsIn(tr)[0]).not.toBe(original);
    expect(hostsIn(tr)[0]?.shadowRoot).toBeNull();
    vi.advanceTimersByTime(600);
    update();
    expect(hostsIn(tr)).toEqual([original]);
    expect(buttonIn(tr)).toBeTruthy();
  });

  it('leave a row that copies another one with buttons of its own', () => {
    const { update, trs } = stage([one]);
    update();
    const copy = trs()[0]?.cloneNode(true);
    if (copy) document.querySelector('tbody')?.append(copy);
    update();
    expect(trs().map((tr) => hostsIn(tr).length)).toEqual([1, 1]);
    expect(trs().every((tr) => buttonIn(tr))).toBe(true);
  });

  it('take our host back that the page moved into another row', () => {
    const { update, trs } = stage([one, two]);
    update();
    const [host] = hostsIn(trs()[1]);
    if (host) trs()[0]?.cells[1]?.append(host);
    update();
    expect(trs().map((tr) => hostsIn(tr).map(({ dataset }) => dataset.sku))).toEqual([[one], []]);
    vi.advanceTimersByTime(600);
    update();
    expect(trs().map((tr) => hostsIn(tr).map(({ dataset }) => dataset.sku))).toEqual([[one], [two]]);
  });

  it('go with their row, with its SKU, with the switch and with the page', () => {
    const { update, trs, setSku } = stage([one, two, three]);
    update();
    trs()[0]?.remove();
    const span = trs()[0]?.querySelector('span');
    if (span) span.textContent = 'no number';
    update();
    expect(trs().map((tr) => hostsIn(tr).length)).toEqual([0, 1]);
    update({ ...list, view: { ...view, rowButtons: false } });
    expect(hostsIn(document.body)).toEqual([]);
    setSku(trs()[0], two);
    update();
    expect(hostsIn(document.body)).toHaveLength(2);
    update({ ...list, route: { kind: 'other' } });
    expect(hostsIn(document.body)).toEqual([]);
  });

  it('come in bounded pieces, and all of them in the end', () => {
    const { update } = stage(many);
    expect(update()).toBe(true);
    expect(hostsIn(document.body).length).toBeLessThan(many.length / 2);
    while (update());
    expect(hostsIn(document.body).map(({ dataset }) => dataset.sku)).toEqual(many);
  });

  it('do not fight with a page that takes them away at once', () => {
    const { update, waits } = stage([one]);
    let times = 0;
    for (let look = 0; look < 50; look += 1) {
      update();
      times += hostsIn(document.body).length;
      for (const host of hostsIn(document.body)) host.remove();
    }
    expect(times).toBe(1);
    expect(waits.length).toBe(49);
  });
});
