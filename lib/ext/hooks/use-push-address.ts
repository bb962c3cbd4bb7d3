import { useMemo, useSyncExternalStore } from 'react';
import { type PushAddress, parsePushAddress, writePushAddress } from '../../core/push-address';

function subscribe(changed: () => void) {
  addEventListener('popstate', changed);
  return () => removeEventListener('popstate', changed);
}

type Go = (next: Partial<PushAddress>, how?: { replace: boolean }) => void;

const go: Go = (next, { replace } = { replace: false }) => {
  history[replace ? 'replaceState' : 'pushState'](null, '', writePushAddress(next));
  // The browser tells of "back" and "forward" only.
  dispatchEvent(new PopStateEvent('popstate'));
};

/** What the address of the push window asks for, and a way to change it without loading the page again. */
export function usePushAddress(): [PushAddress, Go] {
  const search = useSyncExternalStore(subscribe, () => location.search);
  return [useMemo(() => parsePushAddress(search), [search]), go];
}
