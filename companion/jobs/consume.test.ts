import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jpegOf } from '../../lib/pipeline/testing/pictures';
import { seedJob } from '../../lib/queue/testing/rows';
import { readConfig } from '../config';
import type { BatchDatabase } from '../database/database';
import { openDatabase } from '../database/node-database';
import { environmentFor } from '../testing/local-r2';
import { createJobRows } from './job-rows';
import { createServerMode } from './server-mode';
import { createTaskRows } from './task-rows';

let close: () => void;
let database: BatchDatabase;
let jobs: ReturnType<typeof createJobRows>;
let tasks: ReturnType<typeof createTaskRows>;
let made = 0;
let ids: string[];
let sent: string[];

beforeAll(async () => {
  ({ database, close } = await openDatabase(':memory:'));
  jobs = createJobRows(database);
  tasks = createTaskRows(database);
});
afterAll(() => close());
beforeEach(async () => {
  sent = [];
  for (const table of ['server_jobs', 'server_items', 'server_tasks'])
    await database.run(sql.raw(`delete from ${table}`));
});

/** A job of so many pictures, each with what its task needs unless told otherwise. */
async function seed(count: number, input: object = {}): Promise<void> {
  made += 1;
  const { jobs: rows, items, tasks: queued } = seedJob(`job${made}`, count);
  const [job] = rows;
  if (!job) throw new Error('no job');
  const given = queued.map((task, seq) => ({
    ...task,
    input: { seq, article: `A${seq}`, n: 1, url: `https://cdn1.ozone.ru/${seq}.jpg`, ...input },
  }));
  ids = given.map(({ id }) => id);
  const about = { userId: `u${made}`, credential: 'sealed', mostOpen: 10 };
  await jobs.create({ job, items, tasks: given }, about);
}

/** The database, of which this method fails in its calls of these numbers (from 1), or always. */
function without(method: string, numbers?: number[]): BatchDatabase {
  let calls = 0;
  return new Proxy(database, {
    get(target, name) {
      if (name === method) calls += 1;
      if (name === method && numbers?.includes(calls) !== false) throw new Error('D1 is overloaded');
      return Reflect.get(target, name);
    },
  });
}

const bindings = { JOBS: {}, DB: {}, BUCKET: {}, JOBS_SECRET: 'x'.repeat(32), JOBS_RESEND_SECONDS: '3600' };

function server(database: BatchDatabase, environment: Record<string, string> = {}) {
  const texts = environmentFor('https://images.example.com');
  const config = readConfig({ ...texts, ...bindings, ...environment }, { presignBatch: 200 });
  if (!config.jobs) throw new Error('no server mode');
  return createServerMode(
    { ...config, jobs: config.jobs },
    {
      database,
      queue: {
        sendBatch: async (messages) => {
          if (sent.length >= 200) throw new Error('no queue just now');
          sent.push(...messages.map(({ body }) => JSON.stringify(body)));
        },
      },
      bucket: { put: async () => ({ httpEtag: '"1"' }) },
      fetchOzon: () => Promise.reject(new Error('nobody asks Ozon here')),
      fetchPublic: async () => new Response(jpegOf(10, 10)),
      log: { info() {}, warn() {}, error() {} },
    },
  );
}

/** What became of the messages of these tasks: `ack`, or after how many seconds they come again. */
async function deliver(on: ReturnType<typeof server>, { queue = 'companion-jobs', attempts = 1 } = {}) {
  const fates = new Map<string, 'ack' | number | undefined>();
  const messages = ids.map((task) => {
    const settle = (fate: 'ack' | number | undefined) => {
      if (!fates.has(task)) fates.set(task, fate);
    };
    return {
      body: { task },
      attempts,
      ack: () => settle('ack'),
      retry: ({ delaySeconds }: { delaySeconds?: number } = {}) => settle(delaySeconds),
    };
  });
  await on.queue({ queue, messages });
  return ids.map((id) => fates.get(id));
}

const jobNow = async () => (await jobs.read(`job${made}`))?.job;

describe('messages of server mode', () => {
  it.each(['companion-jobs', 'companion-jobs-dead'])('of %s wait while the database is away', async (queue) => {
    await seed(2);
    const away = server(without('select'));
    expect(await deliver(away, { queue, attempts: 4 })).toEqual([8, 8]);
    expect(await deliver(away, { queue, attempts: 40 })).toEqual([300, 300]);
    expect(await deliver(server(database))).toEqual(['ack', 'ack']);
    expect(await jobNow()).toMatchObject({ status: 'completed', successImages: 2 });
  });

  it('wait alone where their row cannot be read, and fail alone where its input cannot', async () => {
    await seed(3);
    await database.run(sql`update server_tasks set kind = 'from-tomorrow' where id = ${ids[0]}`);
    await database.run(sql`update server_tasks set input = '{' where id = ${ids[1]}`);
    expect(await deliver(server(database))).toEqual([1, 'ack', 'ack']);
    expect(await jobNow()).toMatchObject({ successImages: 1, openTasks: 1 });
    await database.run(sql`update server_jobs set row = '{' where id = ${`job${made}`}`);
    expect(await deliver(server(database))).toEqual([1, 1, 1]);
    await server(database).scheduled();
    expect((await deliver(server(database))).slice(1)).toEqual(['ack', 'ack']);
    expect(await jobNow()).toMatchObject({ status: 'failed', unlisted: { code: 'job.unreadable' } });
  });

  it.each([
    ['counts', () => without('insert', [1]), {}],
    // Read first: the task and its job.
    ['tells what storage holds', () => without('select', [3]), { unchecked: true }],
  ])('wait while the database that %s is away', async (_, away, input) => {
    await seed(1, input);
    const [delay] = await deliver(server(away(), { QUOTA_OBJECTS_PER_DAY: '5' }), { attempts: 20 });
    expect(delay).toBeGreaterThanOrEqual(15);
    expect(await jobNow()).toMatchObject({ status: 'pending', failedImages: 0 });
  });

  it('that wait for the next day are not sent again meanwhile', async () => {
    await seed(3);
    const limited = server(database, { QUOTA_OBJECTS_PER_DAY: '1' });
    const fates = await deliver(limited);
    const midnight = Math.ceil(Date.now() / 86_400_000) * 86_400;
    expect(fates.filter((fate) => fate === 'ack')).toHaveLength(1);
    expect(await tasks.due(midnight + 3500, 10)).toEqual([]);
    expect(await tasks.due(midnight + 3700, 10)).toHaveLength(2);
  });
});

describe('the minute of server mode', () => {
  it('marks what it has sent, though the queue fails in the middle', async () => {
    await seed(250);
    await database.run(sql`update server_tasks set send_at = 5`);
    await expect(server(database).scheduled()).rejects.toThrow('no queue');
    expect(sent).toHaveLength(200);
    expect(await tasks.due(Math.floor(Date.now() / 1000), 1000)).toHaveLength(50);
  });
});
