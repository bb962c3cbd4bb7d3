/** An element is put back at most this often. */
const pauseMs = 500;

/**
 * Puts an element back that the page has taken away, or wishes to look again later: a page that removes it in the moment
 * it sees it would otherwise fight with us in every frame.
 */
export function createPatience(lookAgainIn: (ms: number) => void, now = () => performance.now()) {
  let next = 0;
  /** Call whenever the element is missing. */
  return (insert: () => void): void => {
    const wait = next - now();
    if (wait > 0) {
      lookAgainIn(wait);
      return;
    }
    next = now() + pauseMs;
    insert();
  };
}
