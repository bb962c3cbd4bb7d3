import { expect, it } from 'vitest';
import { createCompanionClient } from './companion-client';
import { createPlace } from './storage-place';

const signed = (changes: { host?: string; bucket?: string; base?: string; signature?: string } = {}) => {
  const { host = 's3.example', bucket = 'images', base = 'https://public.example', signature = '1' } = changes;
  return {
    upload_url: `https://${host}/${bucket}/users/u/ozon/place.jpg?X-Amz-Signature=${signature}`,
    public_url: `${base}/users/u/ozon/place.jpg`,
    headers: {},
    expires_at: '2026-11-20T12:00:00Z',
  };
};

/** A companion that signs like this; how often it was asked. */
function placeOf(answers: object[], { url = 'https://companion.example', userId = 'u' } = {}) {
  let asked = 0;
  const fetch = async () => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    return Response.json({ items: [answer] });
  };
  const client = createCompanionClient({ fetch, now: () => 0, timeoutMs: () => 1000 });
  return { ...createPlace({ client, access: { url, token: 't' }, userId }), asked: () => asked };
}

it('is the same for another signature and another for anything else', async () => {
  const here = await placeOf([signed()]).place();
  expect(await placeOf([signed({ signature: '2' })]).place()).toBe(here);
  const others = [
    placeOf([signed({ host: 'other.example' })]),
    placeOf([signed({ bucket: 'other' })]),
    placeOf([signed({ base: 'https://other.example' })]),
    placeOf([signed()], { url: 'https://other.example' }),
    placeOf([signed()], { userId: 'v' }),
  ];
  for (const other of others) expect(await other.place()).not.toBe(here);
  expect(here).toMatch(/^[\w+/]{16}$/);
});

it('is asked for once, unless it must be the one of now', async () => {
  const { place, placeNow, asked } = placeOf([signed(), signed({ bucket: 'other' })]);
  const [first, second] = await Promise.all([place(), place()]);
  expect(second).toBe(first);
  expect(asked()).toBe(1);
  const now = await placeNow();
  expect(now).not.toBe(first);
  expect(await place()).toBe(now);
  expect(asked()).toBe(2);
});

it('is asked for again after a refusal', async () => {
  const { place } = placeOf([{ success: false, error: '', code: 'companion.foreign_path' }, signed()]);
  await expect(place()).rejects.toMatchObject({ code: 'companion.foreign_path' });
  await expect(place()).resolves.toMatch(/./);
});
