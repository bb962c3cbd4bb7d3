import { browser } from '#imports';

/** Distance in px from the right and the bottom edge of the window. */
export type Corner = { right: number; bottom: number };

/** Higher than where other helpers of the cabinet sit, at 18 px (seller-portal.md §10, 5). */
const start: Corner = { right: 18, bottom: 96 };
const edge = 4;
const size = 44;
const stepPx = 16;
const longStepPx = 96;
/** Under this a press is a click and not a drag. */
const dragFromPx = 4;

const key = 'launcherCorner';

/** What was remembered; WXT's storage items would cost a third of what this script may weigh. */
async function readCorner(): Promise<Corner> {
  const { [key]: stored } = await browser.storage.local.get(key);
  const [right, bottom] = Array.isArray(stored) ? stored : [];
  return Number.isFinite(right) && Number.isFinite(bottom) ? { right, bottom } : start;
}

const arrows: Record<string, [x: number, y: number]> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const within = (value: number, room: number) => Math.round(Math.max(edge, Math.min(value, room - size - edge)));

/** A corner moved to where the launcher can be seen whole. */
export const insideWindow = ({ right, bottom }: Corner, width: number, height: number): Corner => ({
  right: within(right, width),
  bottom: within(bottom, height),
});

/**
 * Lets the launcher be moved by its button, with mouse or finger and with the arrow keys (Shift: further), and remembers
 * where. `place` draws it; `wasDragged` tells once whether the last press was a drag, which is no click.
 */
export function createLauncherPosition(handle: HTMLElement, place: (corner: Corner) => void) {
  let wanted = start;
  let dragged = false;
  const draw = () => place(insideWindow(wanted, innerWidth, innerHeight));
  const move = (corner: Corner) => {
    wanted = insideWindow(corner, innerWidth, innerHeight);
    draw();
  };
  const save = () => void browser.storage.local.set({ [key]: [wanted.right, wanted.bottom] }).catch(() => undefined);

  handle.addEventListener('pointerdown', (down) => {
    dragged = false;
    if (down.button !== 0) return;
    const from = insideWindow(wanted, innerWidth, innerHeight);
    const end = new AbortController();
    handle.setPointerCapture(down.pointerId);
    const follow = ({ clientX, clientY }: PointerEvent) => {
      const [x, y] = [down.clientX - clientX, down.clientY - clientY];
      dragged ||= Math.hypot(x, y) > dragFromPx;
      if (dragged) move({ right: from.right + x, bottom: from.bottom + y });
    };
    const drop = () => {
      end.abort();
      if (dragged) save();
    };
    handle.addEventListener('pointermove', follow, { signal: end.signal });
    handle.addEventListener('lostpointercapture', drop, { signal: end.signal });
  });
  handle.addEventListener('keydown', (event) => {
    const [x, y] = arrows[event.key] ?? [];
    if (x === undefined || y === undefined) return;
    event.preventDefault();
    const step = event.shiftKey ? longStepPx : stepPx;
    move({ right: wanted.right + x * step, bottom: wanted.bottom + y * step });
    save();
  });

  return {
    draw,
    async restore(): Promise<void> {
      wanted = await readCorner().catch(() => start);
      draw();
    },
    wasDragged: (): boolean => dragged,
  };
}
