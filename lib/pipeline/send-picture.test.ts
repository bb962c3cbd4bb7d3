import { expect, it } from 'vitest';
import { jobId } from '../core/ids';
import { newTaskRow } from '../core/task';
import type { HandlerContext } from '../queue/ports';
import { copyImageTask } from './copy-image';
import { largestInOne, type Sendable } from './send-in-parts';
import { createSendPicture } from './send-picture';
import { createPartStorage } from './testing/part-storage';

const job = jobId.parse('job');
const task = newTaskRow(copyImageTask(job, { seq: 0, article: 'a', n: 1, url: 'https://cdn/1.jpg' }), job, 0);
const context: HandlerContext = {
  signal: new AbortController().signal,
  now: () => 0,
  connect: (request) => request(),
};

/** The way one picture of `size` bytes takes. */
async function wayOf(size: number, { canTakeParts = true } = {}) {
  const { storage, parts, steps } = createPartStorage();
  const sent: string[] = [];
  const sendInParts = async (_: unknown, { size: bytes }: Sendable) => {
    sent.push(`${bytes} in parts`);
    return { publicUrl: 'https://public.example/key', etag: '"2"' };
  };
  const presign = async () => {
    sent.push('presign');
    const links = { upload_url: 'https://bucket.example/none?part=1', public_url: 'https://public.example/key' };
    return { ...links, headers: {}, expires_at: '2026-11-20T12:00:00Z' };
  };
  const place = async () => 'here';
  const cloud = { userId: 'u', presigner: { presign }, maxObjectBytes: 1, place, placeNow: place };
  const send = createSendPicture({ storage, sendInParts });
  const about = { key: 'key', contentType: 'image/jpeg', sha256: 's', size };
  const result = await send(
    task,
    { ...cloud, ...(canTakeParts && { parts }) },
    { ...about, body: new Uint8Array(1) },
    context,
  ).catch(() => undefined);
  return { sent: [...sent, ...steps], result };
}

it('sends what is larger than 16 MiB in parts, and all else by one PUT as ever', async () => {
  expect((await wayOf(largestInOne)).sent).toEqual(['presign', 'put 1']);
  expect(await wayOf(largestInOne + 1)).toEqual({
    sent: ['16777217 in parts'],
    result: {
      ...{ key: 'key', publicUrl: 'https://public.example/key', etag: '"2"', size: largestInOne + 1 },
      ...{ sha256: 's', contentType: 'image/jpeg' },
    },
  });
});

it('sends everything in one piece where the companion takes no parts', async () => {
  expect((await wayOf(largestInOne + 1, { canTakeParts: false })).sent).toEqual(['presign', 'put 1']);
});
