import type { PortalItem } from '../portal-item';
import { element, thumbnailOf } from './element';

/** Products as pictures with names: nothing in them says which product it is. */
export function tilesOf(items: PortalItem[]): HTMLElement {
  const tiles = items.map(({ name, primary }) => {
    const photo = element('img', { alt: '', loading: 'lazy', src: primary ? thumbnailOf(primary) : '/blank.svg' });
    return element('figure', {}, photo, element('figcaption', {}, name));
  });
  return element('div', { class: 'tiles' }, ...tiles);
}
