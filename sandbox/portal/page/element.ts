/** A new element with attributes and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Patches the text an element begins with, as frameworks do: the same text node, and what else is inside stays. */
export function patchText(holder: Element | null, text: string): void {
  const first = holder?.firstChild;
  if (!(first instanceof Text)) holder?.prepend(text);
  else if (first.data !== text) first.data = text;
}

/** Patches an attribute, if it changed. */
export function patchAttribute(holder: Element | null, name: string, value: string): void {
  if (holder && holder.getAttribute(name) !== value) holder.setAttribute(name, value);
}

/** The small version of a CDN picture (ozon-seller-api.md §5). */
export const thumbnailOf = (url: string): string => url.replace(/\/([^/]+)$/, '/wc100/$1');
