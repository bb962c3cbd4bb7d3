type Attributes = Record<string, string>;

/** An element with attributes and children. Never markup: the page may forbid it (Trusted Types). */
export function makeElement<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A button that submits nothing. */
export const makeButton = (testId: string, look: string, ...children: (Node | string)[]): HTMLButtonElement =>
  makeElement('button', { type: 'button', class: look, 'data-testid': testId }, ...children);

const svg = 'http://www.w3.org/2000/svg';

/** A line drawing of 16 × 16, hidden from screen readers. */
export function makeIcon(path: string): SVGElement {
  const icon = document.createElementNS(svg, 'svg');
  icon.setAttribute('viewBox', '0 0 16 16');
  icon.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(svg, 'path');
  line.setAttribute('d', path);
  icon.append(line);
  return icon;
}
