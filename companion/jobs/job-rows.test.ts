import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { seedJob } from '../../lib/queue/testing/rows';
import { openDatabase } from '../database/node-database';
import { createJobDesk } from './job-desk';
import { createJobRows } from './job-rows';
import { createTaskRows } from './task-rows';

it('keeps no more open jobs of a user than are allowed, however many come at once', async () => {
  const { database, close } = await openDatabase(':memory:');
  const jobs = createJobRows(database);
  const create = (id: string, userId = 'u1') => {
    const { jobs: rows, ...rest } = seedJob(id, 2);
    const [job] = rows;
    if (!job) throw new Error('no job');
    return jobs.create({ job, ...rest }, { userId, credential: 'sealed', mostOpen: 3 });
  };
  const kept = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => create(id)));
  expect(kept.filter(Boolean)).toHaveLength(3);
  const rows = await database.all(sql`select distinct job_id from server_tasks union all
    select distinct job_id from server_items`);
  expect(rows).toHaveLength(6);
  expect(await create('f', 'u2')).toBe(true);
  const [newest] = await jobs.list('u1', { limit: 1 });
  await jobs.cancel(newest?.job.id ?? '', 1);
  expect(await create('g')).toBe(true);
  close();
});

it.each([
  ['of another version', sql`json_set(row, '$.status', 'sleeping')`, 'sku'],
  ['damaged', sql`'{'`, 'offer_id'],
])('ends an open job whose row is %s, with its key and its place given back', async (_, row, field) => {
  const { database, close } = await openDatabase(':memory:');
  const jobs = createJobRows(database);
  const create = async (id: string) => {
    const { jobs: rows, ...rest } = seedJob(id, 3, { field: 'sku' });
    const [job] = rows;
    if (!job) throw new Error('no job');
    return jobs.create({ job, ...rest }, { userId: 'u1', credential: 'sealed', mostOpen: 2 });
  };
  for (const id of ['a', 'b']) await create(id);
  await database.run(sql`update server_jobs set row = ${row} where id = 'a'`);
  await database.run(sql`update server_items set row = json_set(row, '$.status', 'success', '$.successImages', 1)
    where job_id = 'a' and seq = 0`);
  await database.run(sql`update server_items set row = '{' where job_id = 'a' and seq = 2`);
  const unused = () => expect.unreachable();
  const desk = createJobDesk({
    ...{ jobs, tasks: createTaskRows(database), seal: { seal: unused, open: unused }, refill: unused, now: () => 8000 },
  });
  const open = { status: 'pending', field, error: 'job.unreadable', finished_at: null };
  expect(await desk.state('u1', 'a')).toMatchObject(open);
  expect(await create('c')).toBe(false);

  expect([await jobs.endUnreadable(9000), await jobs.endUnreadable(9000)]).toEqual([1, 0]);
  expect(await create('c')).toBe(true);
  const ended = { ...open, status: 'failed', finished_at: '1970-01-01T00:00:09.000Z' };
  const counts = { total_articles: 2, processed: 1, total_images: 2, success_images: 1, failed_images: 0 };
  expect(await desk.state('u1', 'a')).toMatchObject({ ...ended, ...counts });
  const { jobs: listed } = await desk.list('u1', { limit: 5 });
  expect(listed.map(({ job_id, status }) => [job_id, status])).toEqual([
    ['c', 'pending'],
    ['b', 'pending'],
    ['a', 'failed'],
  ]);
  const { items } = await desk.items('u1', 'a', { from: 0, limit: 5 });
  expect(items.map(({ status, error }) => [status, error])).toEqual([
    ['success', null],
    ['failed', 'job.unreadable'],
    ['failed', 'job.unreadable'],
  ]);
  const keys = await database.all(sql`select id, credential from server_jobs order by id`);
  expect(keys).toEqual([
    { id: 'a', credential: null },
    { id: 'b', credential: 'sealed' },
    { id: 'c', credential: 'sealed' },
  ]);
  close();
});
