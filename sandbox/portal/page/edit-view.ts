import type { PortalItem } from '../portal-item';
import { element, thumbnailOf } from './element';
import type { PageContext, View } from './page-context';
import { fetchItem, saveItem } from './portal-api';
import { editPath } from './row';
import type { Texts } from './texts';

/** Steps of the form; `media` is a guess, its real address is not known (seller-portal.md §3). */
const steps = [
  ['general-info', 'general'],
  ['all-attrs', 'attributes'],
  ['media', 'media'],
  ['preview', 'preview'],
] as const satisfies [string, keyof Texts][];

const field = (label: string, name: string, value: string) =>
  element('label', {}, label, element('input', { name, value, autocomplete: 'off' }));

const generalFields = (texts: Texts, { name, offerId }: PortalItem) => [
  field(texts.name, 'name', name),
  field(texts.article.replace(/[:：]$/, ''), 'offerId', offerId),
  element('h2', {}, texts.sizes),
  field(texts.depth, 'depth', '120'),
  field(texts.width, 'width', '90'),
  field(texts.height, 'height', '90'),
  field(texts.weight, 'weight', '420'),
];

function picturesPart(texts: Texts, { primary, images }: PortalItem): HTMLElement {
  const urls = [...new Set([...(primary ? [primary] : []), ...images])];
  const photos = urls.map((url) => element('img', { alt: '', src: thumbnailOf(url), width: '72', height: '96' }));
  return element('section', {}, element('h2', {}, texts.pictures), element('div', { class: 'photos' }, ...photos));
}

function fieldsOf(texts: Texts, item: PortalItem, step: string): HTMLElement[] {
  if (step === 'general-info') return [...generalFields(texts, item), picturesPart(texts, item)];
  if (step !== 'media') return [element('p', {}, texts.soon)];
  const file = element('input', { type: 'file', multiple: '', accept: 'image/*' });
  return [picturesPart(texts, item), element('label', {}, texts.add, file)];
}

function formOf({ texts }: PageContext, item: PortalItem, step: string): HTMLElement {
  const note = element('output');
  const save = element('button', { type: 'submit' }, texts.save);
  const form = element('form', {}, ...fieldsOf(texts, item, step), element('p', { class: 'bar' }, save, note));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { id, offerId, images, primary } = item;
    void saveItem({ id, offer_id: offerId, images, primary_image: primary ?? '' }).then(
      (saved) => note.replaceChildren(saved ? texts.saved : texts.failed),
      () => note.replaceChildren(texts.failed),
    );
  });
  return form;
}

/**
 * Edit pages. A product is loaded when the seller comes to it and kept over all steps, so that a form open during a
 * push goes on holding the old pictures, and saving it sends them back.
 */
export function createEditViews() {
  let open: { id: number; item: Promise<PortalItem | null> } | undefined;
  return {
    /** Forgets the product, so that the next visit loads it again. */
    leave(): void {
      open = undefined;
    },
    /** The form of one product at one step. */
    editView(id: number, step: string): View {
      return (context, signal) => {
        const { texts, query } = context;
        open = open?.id === id ? open : { id, item: fetchItem(id) };
        const tabs = steps.map(([path, text]) =>
          element('a', { href: `${editPath(id, path)}${query}`, 'aria-current': String(path === step) }, texts[text]),
        );
        const main = element('main', {}, element('h1', {}, texts.editing), element('nav', { class: 'steps' }, ...tabs));
        void open.item.then(
          (item) => {
            if (!signal.aborted) main.append(item ? formOf(context, item, step) : element('p', {}, texts.failed));
          },
          () => main.append(element('p', {}, texts.failed)),
        );
        return main;
      };
    },
  };
}
