import type { JobId } from '../core/ids';
import type { Destination, Job } from '../core/job';
import { newTaskRow, type Task, type TaskKind } from '../core/task';
import type { Database } from './db';

/**
 * Tasks of the pictures of one product that have not begun, in one row; a task has its own row from its first outcome on
 * (docs/decisions/017). `id` is that of the first task.
 */
export type PlannedRow = {
  id: string;
  jobId: JobId;
  kind: TaskKind;
  runAt: number;
  tasks: Pick<Task, 'id' | 'input'>[];
};

/** Kinds of which there is one task a picture, and so many that their rows are what a job costs; a job has one of them. */
const plannedKinds: Partial<Record<TaskKind, Destination>> = { 'copy-image': 'cloud', 'keep-image': 'disk' };

export const isPlanned = (kind: TaskKind): boolean => kind in plannedKinds;

/** Whether planned rows of a job may hold tasks of that kind; they are not read in vain for the other. */
export const mayPlan = ({ destination }: Pick<Job, 'destination'>, kind: TaskKind): boolean =>
  plannedKinds[kind] === destination;

const productOf = (id: string) => id.slice(0, id.lastIndexOf('/'));

const expanded = ({ jobId, kind, runAt, tasks }: PlannedRow): Task[] =>
  tasks.map((task) => newTaskRow({ ...task, kind }, jobId, runAt));

/** New tasks as they are written: those of one product together, others each by itself. */
export function rowsOf(tasks: Task[]): { own: Task[]; planned: PlannedRow[] } {
  const own: Task[] = [];
  const products = new Map<string, Task[]>();
  for (const task of tasks) {
    if (!isPlanned(task.kind) || task.state !== 'queued') own.push(task);
    else products.set(productOf(task.id), [...(products.get(productOf(task.id)) ?? []), task]);
  }
  const planned = [...products.values()].flatMap((tasks) => {
    const [first] = tasks;
    if (!first) return [];
    const { id, jobId, kind, runAt } = first;
    return [{ id, jobId, kind, runAt, tasks: tasks.map(({ id, input }) => ({ id, input })) }];
  });
  return { own, planned };
}

/** The tasks of a planned row that have no row of their own. */
async function unbegunOf(db: Database, row: PlannedRow): Promise<Task[]> {
  const [first = '', ...others] = row.tasks.map(({ id }) => id).sort();
  const keys = await db.tasks
    .where('id')
    .between(first, others.at(-1) ?? first, true, true)
    .primaryKeys();
  const begun = new Set(keys);
  return expanded(row).filter(({ id }) => !begun.has(id));
}

const unbegun = (db: Database, rows: PlannedRow[]) =>
  Promise.all(rows.map(async (row) => ({ row, tasks: await unbegunOf(db, row) })));

/** Products read at a time. */
const pageSize = 64;

/** The planned rows of a job in list order, a page at a time, each with those of its tasks that have not begun. */
export async function* plannedOf(db: Database, job: JobId) {
  for (let after = `${job}/`; ; ) {
    const page = await db.transaction('r', db.planned, db.tasks, async () => {
      const rows = db.planned.where('id').between(after, `${job}/\uffff`, false);
      return unbegun(db, await rows.limit(pageSize).toArray());
    });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.row.id;
  }
}

/** Tasks with ids from `from` to before `to`, each between two products, whether they have begun or not, in their order. */
export const tasksBetween = (db: Database, from: string, to: string): Promise<Task[]> =>
  db.transaction('r', db.planned, db.tasks, async () => {
    const range = [from, to, true, false] as const;
    const [own, rows] = await Promise.all([
      db.tasks
        .where('id')
        .between(...range)
        .toArray(),
      db.planned
        .where('id')
        .between(...range)
        .toArray(),
    ]);
    if (rows.length === 0) return own;
    const planned = (await unbegun(db, rows)).flatMap(({ tasks }) => tasks);
    return [...own, ...planned].sort((a, b) => (a.id < b.id ? -1 : 1));
  });

/** A task, whether it has begun or not. */
export const taskAt = (db: Database, id: string): Promise<Task | undefined> =>
  db.transaction('r', db.planned, db.tasks, async () => {
    const own = await db.tasks.get(id);
    if (own) return own;
    const rows = await db.planned
      .where('id')
      .startsWith(`${productOf(id)}/`)
      .toArray();
    return rows.flatMap(expanded).find((task) => task.id === id);
  });
