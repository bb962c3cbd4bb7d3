import { browser } from '#imports';
import { FirstRun } from '../../components/first-run';
import { Loading } from '../../components/loading';
import { Page } from '../../components/page';
import { useStores } from '../../lib/ext/hooks/use-stores';
import { PushWindow } from './push-window';

/** The push window: the only place a push can be started from, out of reach of web pages. */
export function PushPage() {
  const stores = useStores();
  const [first, ...others] = stores ?? [];
  return (
    <Page here="push">
      {first ? <PushWindow stores={[first, ...others]} /> : null}
      {stores?.length === 0 ? <FirstRun onOptions={() => void browser.runtime.openOptionsPage()} /> : null}
      {stores ? null : <Loading />}
    </Page>
  );
}
