import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../lib/core/task';
import type { Outcome } from '../../lib/queue/ports';
import { copied } from '../../lib/queue/testing/queue-bench';
import { seedJob } from '../../lib/queue/testing/rows';
import type { BatchDatabase } from '../database/database';
import { openDatabase } from '../database/node-database';
import { createJobRows, type JobRows } from './job-rows';
import { createSettleJob, type SettleJob } from './settle-job';
import { createTaskRows, type TaskRows } from './task-rows';

let close: () => void;
let database: BatchDatabase;
let jobs: JobRows;
let tasks: TaskRows;
let settle: SettleJob;

beforeAll(async () => {
  ({ database, close } = await openDatabase(':memory:'));
  jobs = createJobRows(database);
  tasks = createTaskRows(database);
  settle = createSettleJob({ database, now: Date.now, resendSeconds: 60 });
});
afterAll(() => close());

let made = 0;
let seed: ReturnType<typeof seedJob>;
let id: Task['jobId'];

beforeEach(async () => {
  made += 1;
  seed = seedJob(`job${made}`, 20);
  const [job] = seed.jobs;
  if (!job) throw new Error('no job');
  id = job.id;
  await jobs.create({ ...seed, job }, { userId: 'u1', credential: 'sealed', mostOpen: 10 });
});

const done = (task: Task): Outcome => ({ task, type: 'done', ...copied(task) });
const jobNow = async () => (await jobs.read(id)) ?? expect.unreachable();

describe('settling in D1', () => {
  it('counts each outcome once, however many consumers come at once with it', async () => {
    const outcomes = seed.tasks.map(done);
    await Promise.all([...outcomes, ...outcomes].map((outcome) => settle(id, [outcome])));
    const { job, credential, version } = await jobNow();
    expect(job).toMatchObject({ status: 'completed', processed: 20, successImages: 20, failedImages: 0, openTasks: 0 });
    expect(credential).toBeNull();
    expect(version).toBe(20);
    const rows = await tasks.read(seed.tasks.map((task) => task.id));
    expect([...rows.values()].every((task) => task?.state === 'done')).toBe(true);
    expect((await tasks.due(1e12, 100)).filter((task) => task.startsWith(`${id}/`))).toEqual([]);
  });

  it('names new tasks to whoever made them, and to nobody a second time', async () => {
    const [parent] = seed.tasks;
    if (!parent) throw new Error('no task');
    const spawn = [1, 2].map((n) => ({ id: `${id}/image/9/${n}`, kind: 'copy-image' as const, input: { n } }));
    const outcome: Outcome = { task: parent, type: 'done', output: null, changes: [], spawn };
    const children = spawn.map((task) => task.id);
    expect(await settle(id, [outcome])).toEqual(children);
    expect(await settle(id, [outcome])).toEqual([]);
    expect(await tasks.childrenOf(parent)).toEqual(children);
    expect((await jobNow()).job.openTasks).toBe(21);
    expect([...(await tasks.read(children)).values()]).toMatchObject([{ input: { n: 1 } }, { input: { n: 2 } }]);
  });

  it('leaves a cancelled job as it is', async () => {
    const [first, second] = seed.tasks.map(done);
    if (!first || !second) throw new Error('no tasks');
    await settle(id, [first]);
    await Promise.all([jobs.cancel(id, 7), jobs.cancel(id, 7)]);
    expect(await settle(id, [second])).toEqual([]);
    expect(await jobNow()).toMatchObject({ credential: null, job: { status: 'cancelled', successImages: 1 } });
    const isOwn = (task: string) => task.startsWith(`${id}/`);
    expect((await tasks.due(1e12, 1000)).filter(isOwn)).toEqual([]);
    await tasks.dropEnded(1e12, 1000);
    const expected = await database.all(sql`select id from server_tasks where send_at is not null and job_id = ${id}`);
    expect(expected).toEqual([]);
  });
});
