import type { Worker } from 'playwright-core';
import type { Stage } from '../e2e/harness/stage';
import { type PresignRequest, presignBatchAnswer } from '../lib/storage/companion-api';
import type { SandboxStore } from '../sandbox/stores/store';
import { type BareCopy, bareLoop } from './bare-loop';

type Item = { from: string; request: PresignRequest };

/** Every picture of a store with what is to be signed for it; `tag` keeps the objects of different runs apart. */
async function itemsOf({ sandbox, companion }: Stage, store: SandboxStore, tag: string): Promise<Item[]> {
  const sources = await sandbox.expectedObjects(store);
  return sources.map(({ n, offerId, size, sha256, url }) => ({
    from: url,
    request: {
      r2_path: `users/${companion.userId}/bare-${tag}/${offerId}_${n}.jpg`,
      content_type: 'image/jpeg',
      content_length: size,
      checksum_sha256: sha256,
    },
  }));
}

async function presign({ companion }: Stage, items: Item[]): Promise<BareCopy[]> {
  const answer = await fetch(`${companion.url}/api/v1/r2/presigned-urls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${companion.token}` },
    body: JSON.stringify({ items: items.map(({ request }) => request) }),
  });
  const signed = presignBatchAnswer.parse(await answer.json()).items;
  return items.map(({ from }, index) => {
    const upload = signed[index];
    if (!upload || !('upload_url' in upload)) throw new Error('the companion refused a picture of the bench');
    return { from, to: upload.upload_url, headers: upload.headers };
  });
}

/**
 * One run of the bare loop over a store, in milliseconds, with the one call that signs everything: without addresses it
 * could send nothing, and the job asks for them too.
 */
export async function runRival(stage: Stage, worker: Worker, store: SandboxStore, inFlight: number, tag: string) {
  const items = await itemsOf(stage, store, tag);
  const started = performance.now();
  const copies = await presign(stage, items);
  const signedMs = performance.now() - started;
  return signedMs + (await worker.evaluate(bareLoop, { copies, inFlight }));
}
