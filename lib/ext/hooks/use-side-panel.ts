import { useEffect, useState } from 'react';
import { isPopup, openPanelWindow, sidePanelOpener } from '../side-panel';

/** Opens the side panel and closes the popup; undefined where there is no panel, and until that is known. */
export function useSidePanel(): (() => void) | undefined {
  const [open, setOpen] = useState<() => Promise<void>>();
  useEffect(() => void sidePanelOpener().then((opener) => setOpen(() => opener)), []);
  if (!open) return undefined;
  return () => {
    const opened = open().catch(openPanelWindow);
    void opened.then(() => isPopup() && window.close());
  };
}
