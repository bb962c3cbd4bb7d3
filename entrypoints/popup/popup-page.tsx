import { useSidePanel } from '../../lib/ext/hooks/use-side-panel';
import { BulkPage } from './bulk-page';

/** The popup at the toolbar; it closes at the first click elsewhere, so it offers the side panel, which stays. */
export function PopupPage() {
  const openPanel = useSidePanel();
  return <BulkPage onPanel={openPanel} shownJobs={4} />;
}
