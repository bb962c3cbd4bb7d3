import { describe, expect, it } from 'vitest';
import { failure, healthAnswer, presignBatchAnswer } from '../lib/storage/companion-api';
import { post, read } from './testing/client';
import { environmentFor } from './testing/local-r2';
import { keptRuntimes } from './testing/with-database';

const environment = environmentFor('http://127.0.0.1:1');
const other = { authorization: 'Bearer token-of-u2-token-of-u2-token-of-u2', 'content-type': 'application/json' };
const itemsOf = (user: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ r2_path: `users/${user}/${n}.jpg`, content_length: 1000 }));

describe.each(keptRuntimes)('quotas on $name', ({ start }) => {
  it('sign never more than the limit for 100 clients at once, and all of it', async () => {
    const companion = await start({ ...environment, QUOTA_SIGNATURES_PER_MINUTE: '250' });
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => post(companion, 'presigned-urls', { items: itemsOf('u1', 7) })),
    );
    const signed = await Promise.all(answers.filter(({ ok }) => ok).map((answer) => read(answer, presignBatchAnswer)));
    expect(signed.flatMap(({ body }) => body.items)).toHaveLength(245);
    const refused = answers.filter(({ ok }) => !ok);
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([429]));
    const waits = refused.map(({ headers }) => Number(headers.get('retry-after')));
    expect(waits.every((wait) => wait >= 1 && wait <= 60)).toBe(true);
    expect((await read(await post(companion, 'presigned-urls', { items: itemsOf('u1', 6) }), failure)).body.code).toBe(
      'companion.rate_limited',
    );
    expect((await post(companion, 'presigned-urls', { items: itemsOf('u1', 5) })).status).toBe(200);
    // What one user has used up is nothing to another.
    expect((await post(companion, 'presigned-url', itemsOf('u2', 1)[0], other)).status).toBe(200);
    await companion.stop();
  });

  it('count bytes and objects of a day, and no refused item', async () => {
    const companion = await start({ ...environment, QUOTA_BYTES_PER_DAY: '5000', QUOTA_OBJECTS_PER_DAY: '4' });
    const ask = async (items: unknown[]) => (await post(companion, 'presigned-urls', { items })).status;
    expect((await read(await fetch(`${companion.url}/api/v1/health`), healthAnswer)).body.limits.presign_batch).toBe(4);
    expect(await ask([...itemsOf('u2', 3), { r2_path: 'users/u1/x.html' }])).toBe(200);
    expect(await ask(itemsOf('u1', 3))).toBe(200);
    expect(await ask([{ r2_path: 'users/u1/9.jpg', content_length: 2001 }])).toBe(429);
    expect(await ask([{ r2_path: 'users/u1/9.jpg', content_length: 2000 }])).toBe(200);
    const last = await post(companion, 'presigned-url', { r2_path: 'users/u1/10.jpg', content_length: 1 });
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeLessThanOrEqual(86_400);
    // The storage takes any number of bytes at an address that was signed without a length.
    const untold = { r2_path: 'users/u2/x.jpg' };
    const alone = await read(await post(companion, 'presigned-url', untold, other), failure);
    expect([alone.status, alone.body.error.split(':')[0]]).toEqual([400, 'content_length']);
    const items = [untold, { ...untold, content_length: 1000 }];
    const batch = await read(await post(companion, 'presigned-urls', { items }, other), presignBatchAnswer);
    expect(batch.body.items.map((item) => ('code' in item ? item.code : 'signed'))).toEqual([
      ...['input.invalid', 'signed'],
    ]);
    await companion.stop();
  });
});
