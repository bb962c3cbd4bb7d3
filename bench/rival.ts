import type { Worker } from 'playwright-core';
import type { Stage } from '../e2e/harness/stage';
import { presignBatchAnswer } from '../lib/storage/companion-api';
import type { SandboxStore } from '../sandbox/stores/store';
import { type BareCopy, bareLoop } from './bare-loop';

/** Presigned places for every picture of a store; `tag` keeps the objects of different runs apart. */
async function presign({ sandbox, companion }: Stage, store: SandboxStore, tag: string): Promise<BareCopy[]> {
  const sources = await sandbox.expectedObjects(store);
  const items = sources.map(({ n, offerId, size, sha256 }) => ({
    r2_path: `users/${companion.userId}/bare-${tag}/${offerId}_${n}.jpg`,
    content_type: 'image/jpeg',
    content_length: size,
    checksum_sha256: sha256,
  }));
  const answer = await fetch(`${companion.url}/api/v1/r2/presigned-urls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${companion.token}` },
    body: JSON.stringify({ items }),
  });
  const signed = presignBatchAnswer.parse(await answer.json()).items;
  return sources.map(({ url }, index) => {
    const upload = signed[index];
    if (!upload || !('upload_url' in upload)) throw new Error('the companion refused a picture of the bench');
    return { from: url, to: upload.upload_url, headers: upload.headers };
  });
}

/** One run of the bare loop over a store, in milliseconds; signing is not counted. */
export async function runRival(stage: Stage, worker: Worker, store: SandboxStore, inFlight: number, tag: string) {
  const copies = await presign(stage, store, tag);
  return worker.evaluate(bareLoop, { copies, inFlight });
}
