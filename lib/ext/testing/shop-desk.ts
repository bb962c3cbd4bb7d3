import type { JobId } from '../../core/ids';
import type { Task } from '../../core/task';
import type { Fetch } from '../../net/request';
import { tasksBetween } from '../task-bundles';
import { createDesk } from './desk';

const form = { name: 'Shop', clientId: '1', apiKey: '12345678' };
/** The line a picture's task belongs to. */
export const seqOf = (task: Task) => Number(task.id.split('/')[2]);
/** What a handler gives when its picture was copied. */
export const copied = (task: Task) => ({ output: null, changes: [{ seq: seqOf(task), succeeded: 1 }], spawn: [] });

/** Every article but "nobody" is a product with two pictures. */
const shop: Fetch = async (_, { body }) => {
  const ids: unknown[] = Object.values(JSON.parse(String(body))).flat();
  const known = ids.map(String).filter((id) => id !== 'nobody');
  return Response.json({
    items: known.map((id, n) => ({ id: n + 1, offer_id: id, images: [`https://c/${id}/1`, `https://c/${id}/2`] })),
  });
};

/** Pictures that wait at a door until it is opened. */
export function createDoor() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let inside = 0;
  let full = () => {};
  const busy = new Promise<void>((resolve) => {
    full = resolve;
  });
  const enter = async (task: Task) => {
    inside += 1;
    if (inside === 2) full();
    await opened;
    return copied(task);
  };
  return { open, busy, enter };
}

/** A desk with one store, and looks into its database. */
export async function deskWithStore(copy: Parameters<typeof createDesk>[1]) {
  const desk = createDesk(shop, copy);
  const { id: storeId } = await desk.stores.save(form);
  const create = (articles: string[]) =>
    desk.jobs.create({ storeId, field: 'offer_id', destination: 'cloud', articles }).then(({ id }) => id);
  const job = (id: JobId) => desk.db.jobs.get(id);
  const items = (id: JobId) => desk.db.items.where('[jobId+seq]').between([id, 0], [id, 99]).toArray();
  const states = async () => (await tasksBetween(desk.db, '', '\uffff')).map(({ kind, state }) => `${kind} ${state}`);
  return { ...desk, storeId, create, job, items, states };
}

/** The end of a run, or an error should there be none: a queue that spins would otherwise hang the test. */
export const endOf = (run: Promise<void>) =>
  Promise.race([run, new Promise((_, reject) => setTimeout(reject, 15_000, new Error('the queue never rests')))]);
