/** What rows and forms act on. */
const stopped = ['click', 'mousedown', 'pointerdown', 'keydown'];
const stop = (event: Event) => event.stopPropagation();

/** Under this a page has made the element as good as invisible. */
const leastOpacity = 0.2;
const leastSize = 8;

/** What an element shows with all its ancestors, over the border of shadow roots. */
function isShown(element: Element): boolean {
  let opacity = 1;
  for (let at: Element | null = element; at; at = at.parentElement ?? hostOf(at)) {
    const style = getComputedStyle(at);
    opacity *= Number(style.opacity || 1);
    if (style.visibility === 'hidden' || style.filter.includes('opacity')) return false;
  }
  return opacity >= leastOpacity;
}

const hostOf = (element: Element): Element | null => {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
};

/** Whether our host is what lies on top at the point pressed and at most points of the button. */
function isOnTop(button: Element, host: Element, { clientX, clientY }: MouseEvent): boolean {
  const { left, top, right, bottom, width, height } = button.getBoundingClientRect();
  if (width < leastSize || height < leastSize) return false;
  const inset = 4;
  const points = [
    [(left + right) / 2, (top + bottom) / 2],
    [left + inset, top + inset],
    [right - inset, top + inset],
    [left + inset, bottom - inset],
    [right - inset, bottom - inset],
  ] as const;
  const isOurs = (x: number, y: number) => document.elementFromPoint(x, y) === host;
  return isOurs(clientX, clientY) && points.filter(([x, y]) => isOurs(x, y)).length > points.length / 2;
}

/**
 * Whether a click is a person's on a button that can be seen: made by the browser, and not through something the page laid
 * over it or made it vanish under. A click by keyboard or screen reader has no point, so only its looks are checked.
 */
export function isHonestClick(event: MouseEvent, button: Element, host: Element): boolean | 'covered' {
  if (!event.isTrusted) return false;
  const byPointer = event.detail > 0;
  return isShown(button) && (!byPointer || isOnTop(button, host, event)) ? true : 'covered';
}

/** Calls `act` for honest clicks, `covered` for those of a person whose button is covered. */
export function onPress(button: HTMLElement, host: Element, { act, covered }: { act(): void; covered?(): void }): void {
  button.addEventListener('click', (event) => {
    const honest = isHonestClick(event, button, host);
    if (honest === 'covered') covered?.();
    else if (honest) act();
  });
}

/** Keeps presses on our buttons from the page, where a row or a form would act on them too. */
export function keepFromPage(shadow: ShadowRoot): void {
  for (const type of stopped) shadow.addEventListener(type, stop);
}
