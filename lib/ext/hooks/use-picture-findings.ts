import { useEffect, useRef, useState } from 'react';
import { uncheckedPicture } from '../../core/picture-finding';
import type { PictureFinding } from '../../core/push';
import { sendMessage } from '../send-message';

/** Few at a time, so that the first results show soon. */
const urlsPerCheck = 10;

/**
 * What was found at addresses; one that is not in the answer is still being looked at. An address that was taken away
 * is looked at anew when it comes back: it may have been put right.
 */
export function usePictureFindings(urls: string[]): ReadonlyMap<string, PictureFinding> {
  const [findings, setFindings] = useState<ReadonlyMap<string, PictureFinding>>(new Map());
  const asked = useRef(new Set<string>());
  const wanted = JSON.stringify(urls);

  useEffect(() => {
    const all: string[] = JSON.parse(wanted);
    for (const url of asked.current) if (!all.includes(url)) asked.current.delete(url);
    const fresh = all.filter((url) => !asked.current.has(url));
    if (fresh.length > 0) setFindings((before) => new Map([...before].filter(([url]) => !fresh.includes(url))));
    for (let from = 0; from < fresh.length; from += urlsPerCheck) {
      const some = fresh.slice(from, from + urlsPerCheck);
      for (const url of some) asked.current.add(url);
      void check(some).then((found) =>
        setFindings((before) => new Map([...before, ...found.map((finding) => [finding.url, finding] as const)])),
      );
    }
  }, [wanted]);

  return findings;
}

async function check(urls: string[]): Promise<PictureFinding[]> {
  try {
    const { findings } = await sendMessage('push.check', { urls });
    const known = new Set(findings.map(({ url }) => url));
    return [...findings, ...urls.filter((url) => !known.has(url)).map(uncheckedPicture)];
  } catch {
    // No reason to stop: Ozon looks at the picture itself.
    return urls.map(uncheckedPicture);
  }
}
