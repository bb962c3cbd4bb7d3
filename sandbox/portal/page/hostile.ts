import type { Temper } from '../variant';
import type { Row } from './row';

const everyMs = 700;

function purge(rows: Row[], own: WeakSet<Element>): void {
  for (const row of rows) for (const inside of row.element.querySelectorAll('*')) if (!own.has(inside)) inside.remove();
}

function clone(rows: Row[]): void {
  for (const { element } of rows) {
    const html = element.innerHTML;
    element.innerHTML = html;
  }
}

/**
 * Treats rows as some frameworks do, again and again: `purging` removes everything the page did not make,
 * `cloning` makes each row anew from its own HTML, strangers' elements included. Gives a function that does it now.
 */
export function startHostility(temper: Temper, rows: Row[], redraw: () => void, signal: AbortSignal): () => void {
  const own = new WeakSet<Element>(rows.flatMap((row) => [...row.element.querySelectorAll('*')]));
  const once = () => {
    if (temper === 'purging') purge(rows, own);
    if (temper === 'cloning') clone(rows);
    redraw();
  };
  if (temper !== 'calm') {
    const timer = setInterval(once, everyMs);
    signal.addEventListener('abort', () => clearInterval(timer));
  }
  return once;
}
