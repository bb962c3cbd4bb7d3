import { useEffect, useState } from 'react';
import type { FileFindings } from '../../components/push/files-view';
import { lookAtFiles } from '../../lib/ext/push-files/look-at-files';
import type { SourceFile } from '../../lib/ext/push-files/source-file';

/** Often enough to be seen moving; drawing a long list for each file would cost more than looking at it. */
const showEveryMs = 200;

/** What is found at files, growing as they are looked at. The list must stay the same object as long as it is meant. */
export function useFileFindings(files: SourceFile[]): FileFindings {
  const [findings, setFindings] = useState<FileFindings>(new Map());
  useEffect(() => {
    const stop = new AbortController();
    const seen = new Map<string, NonNullable<ReturnType<FileFindings['get']>>>();
    const show = () => setFindings(new Map(seen));
    show();
    const timer = setInterval(show, showEveryMs);
    void lookAtFiles(files, (path, problems) => void seen.set(path, problems), stop.signal).then(() => {
      clearInterval(timer);
      if (!stop.signal.aborted) show();
    });
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [files]);
  return findings;
}
