import { jobId } from '../../core/ids';
import type { HandlerContext } from '../../queue/ports';
import { createSendInParts, type Sendable } from '../send-in-parts';
import { createMemoryUploads, createPartStorage } from './part-storage';

export const task = { id: 'job/image/0000000/001', jobId: jobId.parse('job') };
export const text = 'The first ten, and more of them: 45 bytes all..';
/** A picture with these bytes. */
export const picture = (body = text): Sendable => ({
  ...{ key: 'key', contentType: 'image/jpeg', sha256: `hash of ${body}`, size: body.length },
  body: new TextEncoder().encode(body),
});

/** One seller's browser and storage; each `send` is one run of the task. */
export function openPartsDesk(options?: Parameters<typeof createPartStorage>[0]) {
  const cloud = createPartStorage(options);
  const memory = createMemoryUploads();
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const sendInParts = createSendInParts({ ...cloud, uploads: memory.uploads, sleep, random: () => 1 });
  const job = new AbortController();
  const context: HandlerContext = { signal: job.signal, now: () => 5000, connect: (request) => request() };
  let here = 'here';
  const place = async () => here;
  const target = { parts: cloud.parts, place, placeNow: place };
  const send = (object = picture()) => sendInParts(target, object, task, context);
  const move = (to: string) => {
    here = to;
  };
  const count = (step: RegExp) => cloud.steps.filter((name) => step.test(name)).length;
  return { ...cloud, ...memory, waits, job, send, move, count };
}

/** A refusal of the storage. */
export const refused = (status: number, code: string) => () => new Response(`<Code>${code}</Code>`, { status });
/** A connection that breaks. */
export const cut = () => Promise.reject(new TypeError('Failed to fetch'));
/** What a finished upload gives. */
export const done = { publicUrl: 'https://public.example/key', etag: '"whole"' };
