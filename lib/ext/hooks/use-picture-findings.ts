import { useEffect, useRef, useState } from 'react';
import type { PictureFinding } from '../../core/push';
import { sendMessage } from '../send-message';

/** Few at a time, so that the first results show soon. */
const urlsPerCheck = 10;

/** What was found at addresses, each looked at once; one that is not in the answer is still being looked at. */
export function usePictureFindings(urls: string[]): ReadonlyMap<string, PictureFinding> {
  const [findings, setFindings] = useState<ReadonlyMap<string, PictureFinding>>(new Map());
  const asked = useRef(new Set<string>());
  const wanted = JSON.stringify(urls);

  useEffect(() => {
    const all: string[] = JSON.parse(wanted);
    const fresh = all.filter((url) => !asked.current.has(url));
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
    return [...findings, ...urls.filter((url) => !known.has(url)).map(unseen)];
  } catch {
    return urls.map(unseen);
  }
}

/** A picture nobody could look at may be pushed all the same: Ozon looks at it itself. */
const unseen = (url: string): PictureFinding => ({
  url,
  width: null,
  height: null,
  bytes: null,
  problems: [{ reason: { code: 'picture.cannot_check', params: {} }, level: 'warn' }],
});
