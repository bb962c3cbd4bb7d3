import type { Fetch } from '../../net/request';
import { createCompanionClient } from '../../storage/companion-client';
import { createObjectStorage } from '../../storage/object-storage';
import { createPartUploads } from '../../storage/part-uploads';
import type { OpenUpload, OpenUploads } from '../open-upload';

/** Gets what does the step as ever. */
type Answer = (usual: () => Promise<Response>) => Response | Promise<Response>;

const refusal = (status: number, code: string) => Response.json({ success: false, error: '', code }, { status });

/**
 * A companion and a storage that take uploads in parts of ten bytes, in memory. `steps` is all that was asked, in order;
 * an answer planned for a step comes instead of the good one, once.
 */
export function createPartStorage({ readableEtags = true } = {}) {
  const open = new Map<string, Map<number, Uint8Array>>();
  const objects = new Map<string, string>();
  const checksums = new Map<string, unknown>();
  const steps: string[] = [];
  const planned = new Map<string, Answer[]>();
  const addresses: string[] = [];
  let begun = 0;
  let inFlight = 0;
  let mostInFlight = 0;

  const plan = (step: string, ...answers: Answer[]) => planned.set(step, [...(planned.get(step) ?? []), ...answers]);

  const calls: Record<string, (body: Record<string, unknown>) => Response | unknown> = {
    multipart({ checksum_sha256 }) {
      begun += 1;
      open.set(`upload-${begun}`, new Map());
      checksums.set(`upload-${begun}`, checksum_sha256);
      const told = { part_size: 10, part_count: 1, public_url: 'https://public.example/key' };
      return { upload_id: `upload-${begun}`, ...told };
    },
    parts({ upload_id, part_numbers, content_length }) {
      const [number] = part_numbers as [number];
      addresses.push(`https://bucket.example/${upload_id}?part=${number}&address=${addresses.length + 1}`);
      const length = Math.min(10, Number(content_length) - (number - 1) * 10);
      const signed = { upload_url: addresses.at(-1), expires_at: '2026-11-20T12:00:00Z' };
      return { parts: [{ part_number: number, content_length: length, ...signed }] };
    },
    list({ upload_id }) {
      const parts = open.get(String(upload_id));
      if (!parts) return refusal(404, 'storage.upload_gone');
      return {
        parts: [...parts].map(([number, { length }]) => ({ part_number: number, etag: `"${number}"`, size: length })),
      };
    },
    complete({ upload_id, parts: told, checksum_sha256, content_length }) {
      const done = { public_url: 'https://public.example/key', etag: '"whole"' };
      const parts = open.get(String(upload_id));
      const isDone = checksums.get('key') === checksum_sha256 && objects.get('key')?.length === content_length;
      if (!parts) return isDone ? done : refusal(404, 'storage.upload_gone');
      const numbers = told
        ? (told as { part_number: number }[]).map(({ part_number }) => part_number)
        : [...parts.keys()];
      open.delete(String(upload_id));
      const bytes = numbers.sort().map((number) => new TextDecoder().decode(parts.get(number)));
      objects.set('key', bytes.join(''));
      checksums.set('key', checksums.get(String(upload_id)));
      return done;
    },
    abort({ upload_id }) {
      if (!open.delete(String(upload_id))) return refusal(404, 'storage.upload_gone');
      return { success: true };
    },
  };

  async function put(url: URL, body: RequestInit['body']): Promise<Response> {
    const number = Number(url.searchParams.get('part'));
    const parts = open.get(url.pathname.slice(1));
    if (!parts) return new Response('<Code>NoSuchUpload</Code>', { status: 404 });
    parts.set(number, new Uint8Array(await new Response(body ?? '').arrayBuffer()));
    return new Response('', readableEtags ? { headers: { etag: `"${number}"` } } : {});
  }

  async function answer(address: string, { body }: RequestInit): Promise<Response> {
    const url = new URL(address);
    const call = url.host === 'companion.example' ? (url.pathname.split('/').at(-1) ?? '') : 'put';
    const asked = call === 'put' ? {} : JSON.parse(String(body));
    const number = call === 'put' ? url.searchParams.get('part') : asked.part_numbers?.[0];
    const name = { multipart: 'create', parts: 'sign' }[call] ?? call;
    const step = number === undefined ? name : `${name} ${number}`;
    steps.push(step);
    const usual = async () => {
      if (call === 'put') return put(url, body);
      const told = calls[call]?.(asked);
      return told instanceof Response ? told : Response.json(told);
    };
    const instead = planned.get(step)?.shift();
    return instead ? instead(usual) : usual();
  }

  const fetch: Fetch = async (address, init) => {
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    try {
      // As `fetch` does: a request that is cut ends at once.
      return await Promise.race([
        answer(address, init),
        new Promise<never>((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason))),
      ]);
    } finally {
      inFlight -= 1;
    }
  };

  const deps = { fetch, now: () => 5000, timeoutMs: () => 60_000 };
  const access = { url: 'https://companion.example', token: 't'.repeat(32) };
  return {
    ...{ open, objects, steps, plan, addresses },
    mostInFlight: () => mostInFlight,
    parts: createPartUploads({ client: createCompanionClient(deps), access }),
    storage: createObjectStorage(deps),
  };
}

/** Uploads in memory; `dropped` are those given up. */
export function createMemoryUploads() {
  const rows = new Map<string, OpenUpload>();
  const dropped: string[] = [];
  const uploads: OpenUploads = {
    find: async (task) => [...rows.values()].filter(({ taskId }) => taskId === task),
    put: async (upload) => void rows.set(upload.uploadId, upload),
    async drop({ uploadId }) {
      rows.delete(uploadId);
      dropped.push(uploadId);
    },
    forget: async ({ uploadId }) => void rows.delete(uploadId),
  };
  return { uploads, rows, dropped };
}
