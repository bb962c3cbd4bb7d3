import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { StoredImage } from '../core/stored-picture';
import type { Fetch } from '../net/request';
import { createStoredCheck } from './check-stored';
import { databaseWith, exportedJob as id, storedPicture as stored } from './testing/exported-job';

/** What a check finds and has forgotten when addresses answer like this, by line. */
async function checkWith(answer: Fetch) {
  const db = await databaseWith([stored(0, 1), stored(0, 2), stored(1, 1), stored(2, 1)]);
  const forgotten: string[] = [];
  const forget = async (pictures: StoredImage[]) => void forgotten.push(...pictures.map(({ publicUrl }) => publicUrl));
  return { found: await createStoredCheck({ db, fetch: answer, forget })(id), forgotten };
}

const answer = (status: number) => new Response(null, { status });

it('forgets what is not there, and nothing else', async () => {
  const statuses = new Map([
    ['https://public/0/1', 404],
    ['https://public/0/2', 403],
    ['https://public/1/1', 410],
  ]);
  const { found, forgotten } = await checkWith(async (url) => answer(statuses.get(url) ?? 200));
  expect(found).toEqual({ checked: 4, missing: 2, unclear: 1 });
  expect(forgotten).toEqual(['https://public/0/1', 'https://public/1/1']);
});

it('takes a failed request for no answer', async () => {
  const { found, forgotten } = await checkWith(() => Promise.reject(new TypeError('Failed to fetch')));
  expect(found).toEqual({ checked: 4, missing: 0, unclear: 4 });
  expect(forgotten).toEqual([]);
});

it('fetches only where HEAD is not allowed', async () => {
  const methods: unknown[] = [];
  const { found } = await checkWith(async (_, { method }) => {
    methods.push(method);
    return answer(method === 'HEAD' ? 405 : 404);
  });
  expect(found).toMatchObject({ missing: 4 });
  expect(methods.filter((method) => method === 'GET')).toHaveLength(4);
});
