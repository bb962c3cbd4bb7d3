import type { AppError } from '../../core/app-error';
import { jobId } from '../../core/ids';
import { emptyItem, type Item, type Job } from '../../core/job';
import { emptyJob } from '../plan-job';
import type { Archives, FileSaver, Missing, Shelf, ShelvedPicture } from '../shelf';

export const job = jobId.parse('0a1b2c3d-job');

type Line = { pictures: number; bytes?: number } & Partial<Item>;

const jobRow = (changes: Partial<Job>): Job => ({
  ...emptyJob(
    job,
    { storeId: 'store' as Job['storeId'], field: 'offer_id', destination: 'disk' },
    Date.UTC(2026, 10, 20),
  ),
  ...{ status: 'processing', openTasks: 1, disk: { mode: 'zip', template: '{offer_id}/{offer_id}_{n}', partMb: 1 } },
  ...changes,
});

/** A shelf in memory: `lines[0]` is line 0 of the list with so many pictures of so many bytes each. */
export function createMemoryShelf(lines: Line[], changes: Partial<Job> = {}, missing: Missing[] = []) {
  const row = jobRow(changes);
  const items = lines.map(({ pictures, bytes: _, ...item }, seq): Item => {
    const article = `art-${seq}`;
    const found = { productId: `${seq}`, offerId: article, status: 'processing', totalImages: pictures } as const;
    return { ...emptyItem(job, { seq, article }), ...found, ...item };
  });
  const key = ({ seq, n }: { seq: number; n: number }) => `${seq}/${n}`;
  const kept = new Map<string, ShelvedPicture>();
  const keep = (seq: number, n: number, bytes: number) => {
    const blob = new Blob([new Uint8Array(bytes).fill(n)]);
    const path = `art-${seq}/art-${seq}_${n}.jpg`;
    const url = `https://cdn/${seq}/${n}.jpg`;
    kept.set(key({ seq, n }), {
      seq,
      n,
      url,
      path,
      size: bytes,
      sha256: btoa('hash'),
      contentType: 'image/jpeg',
      blob,
    });
  };
  for (const [seq, line] of lines.entries()) for (let n = 1; n <= line.pictures; n += 1) keep(seq, n, line.bytes ?? 10);

  const shelf: Shelf = {
    put: async (_, picture) => void kept.set(key(picture), picture),
    async *lines(_, from) {
      for (const item of items.slice(from))
        yield { item, pictures: [...kept.values()].filter(({ seq }) => seq === item.seq).sort((a, b) => a.n - b.n) };
    },
    async drop(_, lines) {
      for (const { seq, numbers } of lines) for (const n of numbers) kept.delete(key({ seq, n }));
    },
    job: async () => row,
    async *fetched() {
      for (const { blob: _, ...picture } of kept.values()) {
        const item = items[picture.seq];
        if (item) yield { ...picture, item };
      }
    },
    async *missing() {
      yield* missing;
    },
    async notice(_, notice) {
      Object.assign(row, { notice });
    },
  };
  return { shelf, kept, items, job: row, keep };
}

/** Archives and saved files in memory; each of `refusals` befalls one file. */
export function createMemoryDisk(refusals: AppError[] = []) {
  const written = new Map<string, Uint8Array>();
  const saved: string[] = [];
  const archives: Archives = {
    async write(name, content) {
      const bytes = new Uint8Array(
        await new Response(content as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
      );
      written.set(name, bytes);
      return bytes.length;
    },
    delete: async (name) => void written.delete(name),
  };
  const saver: FileSaver = {
    async save({ path }) {
      const refused = refusals.shift();
      if (refused) throw refused;
      saved.push(path);
      return { path: `/downloads/${path}`, renamed: false };
    },
  };
  return { archives, saver, written, saved };
}
