import { Tooltip } from '@base-ui/react/tooltip';
import { browser } from '#imports';
import { FirstRun } from '../../components/first-run';
import { Loading } from '../../components/loading';
import { PopupHeader } from '../../components/popup-header';
import { useStores } from '../../lib/ext/hooks/use-stores';
import { BulkPart } from './bulk-part';
import { JobsPart } from './jobs-part';

const openOptions = () => void browser.runtime.openOptionsPage();
const openJobs = () => void browser.tabs.create({ url: browser.runtime.getURL('/jobs.html') });

/** `shownJobs`: running ones are shown in any case. */
type Props = { shownJobs: number; onPanel?: (() => void) | undefined };

/** Start a bulk download and watch the latest ones: the popup and the side panel. */
export function BulkPage({ shownJobs, onPanel }: Props) {
  const stores = useStores();
  const [first, ...others] = stores ?? [];
  return (
    <Tooltip.Provider>
      <PopupHeader onJobs={openJobs} onOptions={openOptions} onPanel={onPanel} />
      <main className="mx-auto flex max-w-xl flex-col gap-5 p-4">
        {first ? <BulkPart onOptions={openOptions} stores={[first, ...others]} /> : null}
        {stores?.length === 0 ? <FirstRun onOptions={openOptions} /> : null}
        {stores ? <JobsPart shown={shownJobs} stores={stores} /> : <Loading />}
      </main>
    </Tooltip.Provider>
  );
}
