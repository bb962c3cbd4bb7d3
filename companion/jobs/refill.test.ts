import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fetch } from '../../lib/net/request';
import { jpegOf } from '../../lib/pipeline/testing/pictures';
import { readConfig } from '../config';
import type { BatchDatabase } from '../database/database';
import { openDatabase } from '../database/node-database';
import { environmentFor } from '../testing/local-r2';
import { held } from './held';
import { createServerMode } from './server-mode';

let close: () => void;
let database: BatchDatabase;

beforeAll(async () => {
  ({ database, close } = await openDatabase(':memory:'));
});
afterAll(() => close());

/** A shop that has every article, with two pictures each. */
const fetchOzon: Fetch = async (_, { body }) => {
  const { offer_id: articles = [] } = JSON.parse(String(body));
  const items = articles.map((offer: string, at: number) => ({
    ...{ id: at + 1, offer_id: offer },
    images: [1, 2].map((n) => `https://cdn1.ozone.ru/${offer}-${n}.jpg`),
  }));
  return Response.json({ items });
};

/** Server mode beside a queue that hands its messages over in the order they came in, fifty at a time. */
function stage(limits: Record<string, string> = {}) {
  const waiting: { body: unknown }[] = [];
  const longest = { now: 0 };
  const texts = environmentFor('https://images.example.com');
  const bindings = { JOBS: {}, DB: {}, BUCKET: {}, JOBS_SECRET: 'x'.repeat(32), JOBS_RESEND_SECONDS: '3600' };
  const config = readConfig({ ...texts, ...bindings, ...limits }, { presignBatch: 200 });
  if (!config.jobs) throw new Error('no server mode');
  const picture = jpegOf(10, 10);
  const server = createServerMode(
    { ...config, jobs: config.jobs },
    {
      database,
      queue: {
        sendBatch: async (messages) => {
          waiting.push(...messages);
          longest.now = Math.max(longest.now, waiting.length);
        },
      },
      bucket: { put: async () => ({ httpEtag: '"1"' }) },
      fetchOzon,
      fetchPublic: async () => new Response(picture),
      log: { info() {}, warn() {}, error: (event) => expect.unreachable(event) },
    },
  );
  const start = (user: string, count: number, from = 0) => {
    const articles = Array.from({ length: count }, (_, n) => `${user}-${from + n}`);
    const credential = { client_id: 1, api_key: 'the-key' };
    const about = { field: 'offer_id', download_images: true, from_scratch: false } as const;
    return server.desk.start(user, { credential, articles, ...about });
  };
  /** Hands over one batch; false when there was nothing. */
  async function turn(): Promise<boolean> {
    const messages = waiting.splice(0, 50).map(({ body }) => ({ body, attempts: 1, ack() {}, retry() {} }));
    if (messages.length > 0) await server.queue({ queue: 'companion-jobs', messages });
    return messages.length > 0;
  }
  return { ...server, start, turn, longest, waiting };
}

describe('the queue of server mode', () => {
  it('ends a job of 10 articles that comes after one of 1000 long before the large one', async () => {
    const { desk, start, turn, longest } = stage();
    const large = await start('u1', 1000);
    for (let turns = 0; turns < 5; turns += 1) await turn();
    const small = await start('u2', 10);
    const isOver = async () => (await desk.state('u2', small.job_id)).finished_at !== null;
    while (!(await isOver())) expect(await turn()).toBe(true);
    expect(await desk.state('u2', small.job_id)).toMatchObject({ status: 'completed', success_images: 20 });
    const { status, success_images } = await desk.state('u1', large.job_id);
    expect(status).toBe('processing');
    expect(success_images).toBeLessThan(800);
    expect(longest.now).toBeLessThan(400);
  });

  it('lets more of a job in where pictures wait for tomorrow, and forgets what it held when it is cancelled', async () => {
    const { desk, start, turn, scheduled, waiting } = stage({ QUOTA_OBJECTS_PER_DAY: '20' });
    const { job_id } = await start('u3', 250);
    const statesOf = (state: string) =>
      database.all(
        sql`select id from server_tasks where job_id = ${job_id} and state = ${state} and kind = 'copy-image'`,
      );
    while (await turn());
    expect([await statesOf('done'), await statesOf('queued')]).toMatchObject([{ length: 20 }, { length: 480 }]);

    await desk.cancel('u3', job_id);
    await database.run(sql`update server_tasks set send_at = ${held} where job_id = ${job_id} and kind = 'copy-image'`);
    waiting.length = 0;
    await scheduled();
    expect(waiting).toHaveLength(0);
    expect(await database.all(sql`select id from server_tasks where send_at = ${held} and job_id = ${job_id}`)).toEqual(
      [],
    );
  });

  it('sends in the next minute what could not be sent, and comes to the end', async () => {
    const { desk, start, turn, scheduled, waiting } = stage();
    const { job_id } = await start('u5', 200);
    await turn();
    const sent = waiting.splice(0);
    // As if all that was sent had settled, and the last consumer had died before it let anything in.
    const expected = (sendAt: number | null, kind: string) =>
      database.run(sql`update server_tasks set send_at = ${sendAt} where job_id = ${job_id} and kind = ${kind}
        and state = 'queued'`);
    await expected(held, 'enqueue-images');
    await expected(null, 'copy-image');
    await scheduled();
    expect(waiting).toHaveLength(3);
    waiting.push(...sent);
    while (await turn());
    const done = { status: 'completed', processed: 200, success_images: 400, failed_images: 0 };
    expect(await desk.state('u5', job_id)).toMatchObject(done);
  });
});
