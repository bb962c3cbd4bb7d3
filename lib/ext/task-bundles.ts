import type { JobId } from '../core/ids';
import type { Destination, Job } from '../core/job';
import { type NewTask, newTaskRow, type Task, type TaskKind } from '../core/task';
import type { Database } from './db';

/**
 * The tasks of the pictures of one product in one row, with what came of those that are done; a task that failed or is to
 * be tried again has a row of its own from then on, and that one counts (docs/decisions/017). `id` is that of the first
 * task; `open` is there while one of them has neither, and keeps the row in its index.
 */
export type TaskBundle = {
  id: string;
  jobId: JobId;
  kind: TaskKind;
  runAt: number;
  open?: 1;
  tasks: Pick<NewTask, 'id' | 'input' | 'done'>[];
};

/** Kinds of which there is one task a picture, and so many that their rows are what a job costs; a job has one of them. */
const bundledKinds: Partial<Record<TaskKind, Destination>> = { 'copy-image': 'cloud', 'keep-image': 'disk' };

export const isBundled = (kind: TaskKind): boolean => kind in bundledKinds;

/** Whether bundles of a job may hold tasks of that kind; they are not read in vain for the other. */
export const mayBundle = ({ destination }: Pick<Job, 'destination'>, kind: TaskKind): boolean =>
  bundledKinds[kind] === destination;

const productOf = (id: string) => id.slice(0, id.lastIndexOf('/'));

const expanded = ({ jobId, kind, runAt, tasks }: TaskBundle): Task[] =>
  tasks.map((task) => newTaskRow({ ...task, kind }, jobId, runAt));

/** New tasks as they are written: those of one product together, others each by itself. */
export function rowsOf(tasks: Task[]): { own: Task[]; bundles: TaskBundle[] } {
  const products = new Map<string, Task[]>();
  for (const task of tasks.filter(({ kind }) => isBundled(kind)))
    products.set(productOf(task.id), [...(products.get(productOf(task.id)) ?? []), task]);
  const bundles = [...products.values()].flatMap((found) => {
    // Parts of a long list may end in any order.
    const tasks = found.sort((a, b) => (a.id < b.id ? -1 : 1));
    const [first] = tasks;
    if (!first) return [];
    const { id, jobId, kind, runAt } = first;
    const isOpen = tasks.some(({ state }) => state !== 'done');
    return [{ id, jobId, kind, runAt, ...(isOpen && { open: 1 as const }), tasks: tasks.map(entryOf) }];
  });
  return { own: tasks.filter(({ kind }) => !isBundled(kind)), bundles };
}

const entryOf = ({ id, input, output, state }: Task): TaskBundle['tasks'][number] => ({
  ...{ id, input },
  ...(state === 'done' && { done: { output } }),
});

/** A bundle with what came of `settled` ones among its tasks; `isOpen`: whether others have still to begin. */
export function withOutcomes({ open: _, ...bundle }: TaskBundle, settled: Task[], isOpen: boolean): TaskBundle {
  const done = new Map(settled.filter(({ state }) => state === 'done').map((task) => [task.id, task]));
  const tasks = bundle.tasks.map((entry) => {
    const task = done.get(entry.id);
    return task ? entryOf(task) : entry;
  });
  return { ...bundle, ...(isOpen && { open: 1 as const }), tasks };
}

/** Bundles read at a time. */
const pageSize = 64;

/** The bundles of a job with tasks that have not begun, in list order, a page at a time, each with those tasks. */
export async function* openBundles(db: Database, job: JobId) {
  for (let after = `${job}/`; ; ) {
    const page = await db.transaction('r', db.bundles, db.tasks, async () => {
      const rows = await db.bundles
        .where('[open+id]')
        .between([1, after], [1, `${job}/\uffff`], false)
        .limit(pageSize)
        .toArray();
      const [first, last] = [rows[0], rows.at(-1)];
      if (!first || !last) return [];
      const own = db.tasks.where('id').between(`${productOf(first.id)}/`, `${productOf(last.id)}/\uffff`);
      const begun = new Set(await own.primaryKeys());
      return rows.map((row) => ({ row, tasks: unbegunOf(row, begun) }));
    });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.row.id;
  }
}

const unbegunOf = (row: TaskBundle, begun: Set<string>) =>
  expanded(row).filter(({ id, state }) => state === 'queued' && !begun.has(id));

/** Tasks with ids from `from` to before `to`, each between two products, whether they have begun or not, in their order. */
export const tasksBetween = (db: Database, from: string, to: string): Promise<Task[]> =>
  db.transaction('r', db.bundles, db.tasks, async () => {
    const range = [from, to, true, false] as const;
    const [own, bundles] = await Promise.all([
      db.tasks
        .where('id')
        .between(...range)
        .toArray(),
      db.bundles
        .where('id')
        .between(...range)
        .toArray(),
    ]);
    if (bundles.length === 0) return own;
    const alone = new Set(own.map(({ id }) => id));
    const bundled = bundles.flatMap(expanded).filter(({ id }) => !alone.has(id));
    return [...own, ...bundled].sort((a, b) => (a.id < b.id ? -1 : 1));
  });

/** A task, whether it has begun or not. */
export const taskAt = (db: Database, id: string): Promise<Task | undefined> =>
  db.transaction('r', db.bundles, db.tasks, async () => {
    const own = await db.tasks.get(id);
    if (own) return own;
    const rows = await db.bundles
      .where('id')
      .startsWith(`${productOf(id)}/`)
      .toArray();
    return rows.flatMap(expanded).find((task) => task.id === id);
  });
