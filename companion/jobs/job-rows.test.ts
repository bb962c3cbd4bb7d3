import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { seedJob } from '../../lib/queue/testing/rows';
import { openDatabase } from '../database/node-database';
import { createJobRows } from './job-rows';

it('keeps no more open jobs of a user than are allowed, however many come at once', async () => {
  const { database, close } = await openDatabase(':memory:');
  const jobs = createJobRows(database);
  const create = (id: string, userId = 'u1') => {
    const { jobs: rows, ...rest } = seedJob(id, 2);
    const [job] = rows;
    if (!job) throw new Error('no job');
    return jobs.create({ job, ...rest }, { userId, credential: 'sealed', sendAt: 5, mostOpen: 3 });
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
