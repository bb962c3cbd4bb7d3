import pLimit from 'p-limit';
import { heaviestPicture } from '../core/judge-picture';
import { addressProblem } from '../core/picture-address';
import { blockedPicture, uncheckedPicture, unseenPicture } from '../core/picture-finding';
import type { PictureFinding } from '../core/push';
import type { Fetch } from '../net/request';
import { lookAtPicture } from '../pipeline/look-at-picture';

type Deps = {
  fetch: Fetch;
  /** Asks the companion, which no browser's rules bind; throws where there is none. Findings come in the order asked. */
  companionLook: (urls: string[], signal: AbortSignal) => Promise<PictureFinding[]>;
  now: () => number;
  timeoutMs: () => number;
};

const picturesAtOnce = 6;
/** Few enough for the companion to look at within the time one call may take. */
const companionBatch = 10;
const keepMs = 10 * 60_000;
const keepMost = 500;

/** Ozon's picture hosts change their names, the path does not (ozon-seller-api.md §5). */
const ozonPath = /^\/s3\/multimedia-/;

export type PictureCheck = (urls: string[], signal: AbortSignal) => Promise<PictureFinding[]>;

/**
 * Looks at pictures' addresses as Ozon will: directly, and through the companion where the browser may not read another
 * server's answer. What nobody could see is `picture.cannot_check`, a warning. Findings come in the order asked; a good
 * one holds for ten minutes, a bad one is looked at again each time, because it is there to be put right.
 */
export function createPictureCheck({ fetch, companionLook, now, timeoutMs }: Deps): PictureCheck {
  const limit = pLimit(picturesAtOnce);
  const kept = new Map<string, { finding: PictureFinding; until: number }>();

  function keep(finding: PictureFinding) {
    const { url, problems } = finding;
    if (problems.some(isDoubtful) || recall(url)) return;
    kept.delete(url);
    kept.set(url, { finding, until: now() + keepMs });
    for (const oldest of kept.keys()) {
      if (kept.size <= keepMost) return;
      kept.delete(oldest);
    }
  }

  function remembered(url: string): PictureFinding | undefined {
    const entry = kept.get(url);
    return entry && entry.until > now() ? entry.finding : undefined;
  }

  /** What is known without looking. */
  function recall(url: string): PictureFinding | undefined {
    const code = addressProblem(url);
    if (code) return blockedPicture(url, code);
    return ozonPath.test(new URL(url).pathname) ? unseenPicture(url) : remembered(url);
  }

  async function lookThere(urls: string[], signal: AbortSignal): Promise<PictureFinding[]> {
    const findings: PictureFinding[] = [];
    try {
      for (let from = 0; from < urls.length; from += companionBatch)
        findings.push(...(await companionLook(urls.slice(from, from + companionBatch), signal)));
    } catch {
      // No companion, or one that fails: not worth asking about the rest.
      signal.throwIfAborted();
    }
    return urls.map((url, index) => ({ ...(findings[index] ?? uncheckedPicture(url)), url }));
  }

  return async (urls, signal) => {
    const options = { fetch, signal, timeoutMs: timeoutMs(), maxBytes: heaviestPicture };
    const found = new Map<string, PictureFinding>();
    const unseen: string[] = [];
    const look = async (url: string) => {
      const finding = recall(url) ?? (await limit(() => lookAtPicture(url, options)));
      if (finding) found.set(url, finding);
      else unseen.push(url);
    };
    await Promise.all([...new Set(urls)].map(look));
    for (const finding of await lookThere(unseen, signal)) found.set(finding.url, finding);
    for (const finding of found.values()) keep(finding);
    return urls.map((url) => found.get(url) ?? uncheckedPicture(url));
  };
}

const isDoubtful = ({ level, reason }: PictureFinding['problems'][number]) =>
  level === 'block' || reason.code === 'picture.cannot_check';
