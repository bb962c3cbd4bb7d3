import { useSyncExternalStore } from 'react';

function subscribe(changed: () => void) {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

/** The part of the page's address after `#/`, without the slash. */
export const useHash = (): string => useSyncExternalStore(subscribe, () => location.hash.replace(/^#\/?/, ''));
