import { expect, it } from 'vitest';
import { jobId } from '../core/ids';
import { newTaskRow, type Task } from '../core/task';
import type { Outcome } from './ports';
import type { OpenTaskStore } from './task-store-contract';
import { claim } from './testing/claim';
import { joinSeeds, seedJob } from './testing/rows';

const failure = { code: 'ozon.key_unknown', params: {} } as const;
const seqOf = (task: Task) => Number(task.id.split('/')[2]);
const done = (task: Task): Outcome => ({
  ...{ task, type: 'done', output: null, spawn: [] },
  changes: [{ seq: seqOf(task), succeeded: 1 }],
});
const appending = (task: Task, ids: string[], once = true): Outcome => ({
  task,
  type: 'done',
  output: null,
  changes: [],
  spawn: [],
  append: {
    lines: ids.map((lookupId) => ({ article: `article ${lookupId}`, lookupId })),
    once,
    tasksOf: (lines) => [{ id: `${task.jobId}/lookup/${lines[0]?.seq}`, kind: 'resolve-products', input: { lines } }],
  },
});
const noJob = jobId.parse('none');

/** What every TaskStore must do with lines a task adds. */
export function appendContract(open: OpenTaskStore): void {
  it('appends lines at the end of the list, with the tasks that look them up', async () => {
    const { store, read } = await open(seedJob('job', 2));
    const [task] = await claim(store, 'copy-image', 1, 5);
    if (task) await store.settle([appending(task, ['p', 'q'])], 6);
    const { jobs, items, tasks } = await read();
    expect(jobs).toMatchObject([{ status: 'processing', totalArticles: 4, openTasks: 2 }]);
    expect(items.slice(2)).toMatchObject([
      { jobId: 'job', seq: 2, article: 'article p', lookupId: 'p', status: 'pending' },
      { jobId: 'job', seq: 3, article: 'article q', lookupId: 'q', status: 'pending' },
    ]);
    const lookup = tasks.find(({ kind }) => kind === 'resolve-products');
    expect(lookup).toMatchObject({ id: 'job/lookup/2', state: 'queued', input: { lines: [{ seq: 2 }, { seq: 3 }] } });
  });

  it('gives lines of several tasks places of their own', async () => {
    const { store, read } = await open(seedJob('job', 2));
    const outcomes = (await claim(store, 'copy-image', 2, 5)).map((task, at) => appending(task, [`p${at}`, `q${at}`]));
    await store.settle(outcomes, 6);
    const { jobs, items } = await read();
    expect(items.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(items.slice(2).map(({ lookupId }) => lookupId)).toEqual(['p0', 'q0', 'p1', 'q1']);
    expect(jobs).toMatchObject([{ totalArticles: 6, openTasks: 2 }]);
  });

  it('lists a product once where asked to, in the same page, in another and after a restart', async () => {
    const { store, read } = await open(joinSeeds(seedJob('job', 3), seedJob('other', 1)));
    const [first, second, third, other] = await claim(store, 'copy-image', 9, 5);
    if (!first || !second || !third || !other) throw new Error('nothing claimed');
    await store.settle([appending(first, ['p', 'p', 'q'])], 6);
    await store.settle([appending(second, ['q', 'r']), appending(other, ['q'])], 7);
    await store.settle([appending(third, ['q'], false)], 8);
    const { items, tasks } = await read();
    const of = (job: string) => items.flatMap(({ jobId, lookupId }) => (jobId === job && lookupId ? [lookupId] : []));
    expect([of('job'), of('other')]).toEqual([['p', 'q', 'r', 'q'], ['q']]);
    expect(tasks.filter(({ kind }) => kind === 'resolve-products')).toHaveLength(4);
  });

  it('looks nothing up when every product is in the list', async () => {
    const { store, read } = await open(seedJob('job', 2));
    const [first, second] = await claim(store, 'copy-image', 2, 5);
    if (!first || !second) throw new Error('nothing claimed');
    await store.settle([appending(first, ['p'])], 6);
    await store.settle([appending(second, ['p'])], 7);
    const { jobs, tasks } = await read();
    expect(tasks.filter(({ kind }) => kind === 'resolve-products')).toHaveLength(1);
    expect(jobs).toMatchObject([{ totalArticles: 3, openTasks: 1 }]);
  });

  it('appends nothing twice and nothing to a job that is gone', async () => {
    const { store, read } = await open(joinSeeds(seedJob('job', 1), seedJob('over', 1, { status: 'cancelled' })));
    const claimed = await claim(store, 'copy-image', 9, 5);
    const late = seedJob('over', 1).tasks;
    await store.settle(
      [...claimed, ...claimed, ...late].map((task) => appending(task, ['p'], false)),
      6,
    );
    expect((await read()).items.filter(({ lookupId }) => lookupId)).toMatchObject([{ jobId: 'job', seq: 1 }]);
  });

  it('keeps the reason why a store was not listed, and ends its job so', async () => {
    for (const [articles, status] of [
      [0, 'failed'],
      [1, 'partial'],
    ] as const) {
      const seed = seedJob('job', articles, { openTasks: articles + 1, totalArticles: articles });
      const list = newTaskRow({ id: 'job/list/0', kind: 'list-products', input: {} }, seed.jobs[0]?.id ?? noJob, 0);
      const { store, read } = await open({ ...seed, tasks: [...seed.tasks, list] });
      const [task] = await claim(store, 'list-products', 9, 5);
      if (task) await store.settle([{ task, type: 'failed', error: failure, changes: [] }], 6);
      await store.settle((await claim(store, 'copy-image', 9, 7)).map(done), 8);
      expect((await read()).jobs).toMatchObject([{ status, unlisted: failure, openTasks: 0 }]);
    }
  });
}
