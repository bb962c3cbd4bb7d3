import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, healthAnswer } from '../lib/storage/companion-api';
import { generateImageAnswer, outputsAnswer } from '../lib/storage/outputs-api';
import { type Running, read } from './testing/client';
import { edited, generated, startImageApi } from './testing/image-api';
import { startNode } from './testing/local-node';
import { otherToken as other, startLocalR2, token } from './testing/local-r2';
import { startPictureHost } from './testing/picture-host';
import { type Kept, keptRuntimes } from './testing/with-database';

const headersOf = (bearer: string) => ({ authorization: `Bearer ${bearer}`, 'content-type': 'application/json' });

const ask = (running: Running, body: object, bearer = token) =>
  fetch(`${running.url}/api/v1/ai/generate-image`, {
    method: 'POST',
    headers: headersOf(bearer),
    body: JSON.stringify(body),
  });
const make = async (running: Running, body: object, bearer = token) =>
  (await read(await ask(running, body, bearer), generateImageAnswer)).body;
const refused = async (running: Running, body: object) => {
  const answer = await ask(running, body);
  const { status, body: told } = await read(answer, failure);
  return { status, code: told.code, error: told.error, wait: answer.headers.get('retry-after') };
};
const list = (running: Running, query = '', bearer = token) =>
  fetch(`${running.url}/api/v1/outputs${query}`, { headers: headersOf(bearer) });

let storage: Awaited<ReturnType<typeof startLocalR2>>;
let host: Awaited<ReturnType<typeof startPictureHost>>;
let service: Awaited<ReturnType<typeof startImageApi>>;

beforeAll(async () => {
  [storage, host, service] = await Promise.all([startLocalR2(), startPictureHost(), startImageApi()]);
});

afterAll(() => Promise.all([storage.stop(), host.stop(), service.stop()]));

async function stored(url: string) {
  const answer = await fetch(url);
  return { type: answer.headers.get('content-type'), bytes: new Uint8Array(await answer.arrayBuffer()) };
}

const place = (user: string, job: string, extension: string) =>
  new RegExp(`/images/users/${user}/jobs/${job}/image-\\d{13}\\.${extension}$`);

describe.each(keptRuntimes)('pictures made on $name', ({ start }) => {
  let companion: Kept;

  beforeAll(async () => {
    companion = await start({ ...storage.environment, ...service.environment, ALLOW_PRIVATE_ADDRESSES: '1' });
  });

  afterAll(() => companion.stop());

  const from = (path: string) => `${host.url}${path}`;

  it('are asked for by a prompt, and stored in the job by the type of their bytes', async () => {
    const made = await make(companion, { prompt: ' a chair on white ', job_id: 'j1' });
    expect(made).toEqual({ imageUrl: expect.stringMatching(place('u1', 'j1', 'png')), job_id: 'j1', generated: true });
    expect(await stored(made.imageUrl)).toEqual({ type: 'image/png', bytes: generated });
    expect(service.calls.at(-1)).toEqual({ path: '/v1/images/generations', prompt: 'a chair on white' });
  });

  it('are made of another picture', async () => {
    const made = await make(companion, { prompt: 'on white', imageUrl: from('/good.jpg') });
    expect(made.imageUrl).toMatch(place('u1', made.job_id, 'jpg'));
    expect((await stored(made.imageUrl)).bytes).toEqual(edited);
    const { bytes } = await stored(from('/good.jpg'));
    expect(service.calls.at(-1)).toMatchObject({ path: '/v1/images/edits', image: { type: 'image/jpeg' } });
    expect(service.calls.at(-1)?.image?.bytes.equals(bytes)).toBe(true);
  });

  it('are fetched where the service has put them', async () => {
    const { imageUrl } = await make(companion, { prompt: 'linked' });
    expect((await stored(imageUrl)).bytes).toEqual(generated);
  });

  it('are taken over without a prompt, through redirects', async () => {
    const before = service.calls.length;
    const taken = await make(companion, { prompt: '', imageUrl: from('/moved.jpg'), job_id: 'j1' });
    expect(taken).toMatchObject({ generated: false, imageUrl: expect.stringMatching(place('u1', 'j1', 'jpg')) });
    expect(await stored(taken.imageUrl)).toEqual({
      type: 'image/jpeg',
      bytes: (await stored(from('/good.jpg'))).bytes,
    });
    expect(service.calls).toHaveLength(before);
  });

  it('never take each other’s place', async () => {
    const made = await Promise.all(
      [1, 2, 3, 4].map((n) => make(companion, { imageUrl: from(n % 2 ? '/good.jpg' : '/webp.jpg'), job_id: 'same' })),
    );
    expect(new Set(made.map(({ imageUrl }) => imageUrl)).size).toBe(4);
    for (const [at, { imageUrl }] of made.entries())
      expect((await stored(imageUrl)).type).toBe(at % 2 ? 'image/webp' : 'image/jpeg');
  });

  it.each([
    [{}, 400, 'input.invalid', 'prompt'],
    [{ prompt: '  ' }, 400, 'input.invalid', 'prompt'],
    [{ prompt: 7 }, 400, 'input.invalid', 'prompt'],
    [{ prompt: 'x', job_id: '../j' }, 400, 'input.invalid', 'job_id'],
    [{ imageUrl: 'x' }, 400, 'picture.not_url', 'imageUrl'],
    [{ imageUrl: 'file:///etc/passwd' }, 400, 'picture.not_url', 'imageUrl'],
    [{ prompt: 'forbidden' }, 400, 'ai.refused', 'prompt'],
    [{ prompt: 'busy' }, 429, 'ai.rate_limited', undefined],
    [{ prompt: 'broken' }, 502, 'ai.unreachable', undefined],
    [{ prompt: 'page' }, 502, 'ai.bad_answer', undefined],
    [{ prompt: 'nonsense' }, 502, 'ai.bad_answer', undefined],
    [{ prompt: 'nothing' }, 502, 'ai.bad_answer', undefined],
  ])('are refused for %j', async (body, status, code, field) => {
    const told = await refused(companion, body);
    expect([told.status, told.code]).toEqual([status, code]);
    if (field) expect(told.error.split(':')[0]).toBe(field);
    if (status === 429) expect(told.wait).toBe('7');
    expect(JSON.stringify(told) + companion.lines.join('')).not.toContain(service.key);
  });

  it.each([
    ['/none.jpg', 400, 'cdn.not_found'],
    ['/login.jpg', 400, 'cdn.refused'],
    ['/page.jpg', 400, 'cdn.not_image'],
    ['/endless.jpg', 400, 'cdn.too_large'],
  ])('are refused when %s is their source', async (path, status, code) => {
    expect(await refused(companion, { imageUrl: from(path) })).toMatchObject({ status, code });
  });

  it('say in health how the service was when it was asked last', async () => {
    const healthy = async () => {
      const { body } = await read(await fetch(`${companion.url}/api/v1/health`), healthAnswer);
      return body.plugins.find(({ category }) => category === 'ai')?.healthy;
    };
    await refused(companion, { prompt: 'broken' });
    expect(await healthy()).toBe(false);
    await make(companion, { prompt: 'x' });
    await refused(companion, { prompt: 'forbidden' });
    expect(await healthy()).toBe(true);
  });

  it('are listed for whom they were made, newest first, by pages', async () => {
    const mine: string[] = [];
    for (const prompt of ['one', 'two', 'three']) {
      mine.push((await make(companion, { prompt, job_id: 'mine' }, other)).imageUrl);
    }
    const page = async (query: string, bearer = other) =>
      (await read(await list(companion, query, bearer), outputsAnswer)).body;
    const first = await page('?limit=2');
    expect(first.outputs.map(({ imageUrl }) => imageUrl)).toEqual(mine.slice(1).reverse());
    expect(first.outputs[0]).toMatchObject({ job_id: 'mine', prompt: 'three', source: null, generated: true });
    expect(Math.abs(Date.parse(first.outputs[0]?.created_at ?? '') - Date.now())).toBeLessThan(60_000);
    const second = await page(`?limit=2&before=${first.next}`);
    expect([second.outputs.map(({ prompt }) => prompt), second.next]).toEqual([['one'], null]);
    expect((await page('?job_id=none')).outputs).toEqual([]);
    const foreign = await page('?job_id=mine', token);
    expect(foreign.outputs).toEqual([]);
    const taken = (await page('?job_id=j1', token)).outputs;
    expect(taken.map(({ source, generated: made }) => [source, made])).toEqual([
      [from('/moved.jpg'), false],
      [null, true],
    ]);
  });

  it.each(['?limit=0', '?limit=101', '?limit=x', '?before=-1', '?job_id=a/b'])(
    'name the field of %s',
    async (query) => {
      const { status, body } = await read(await list(companion, query), failure);
      expect([status, body.error.split(':')[0]]).toEqual([400, query.slice(1).split('=')[0]]);
    },
  );
});

describe.each(keptRuntimes)('pictures on $name where only imageUrl is taken', ({ start }) => {
  it('come from public addresses, count, and need a token', async () => {
    const companion = await start({ ...storage.environment, QUOTA_OBJECTS_PER_DAY: '3' });
    const before = host.asked.length;
    expect(await refused(companion, { prompt: 'a chair' })).toMatchObject({ status: 404, code: 'ai.missing' });
    const { port } = host;
    for (const [url, code] of [
      [`https://127.0.0.1:${port}/good.jpg?sig=1`, 'picture.private_address'],
      [`https://[::ffff:7f00:1]:${port}/good.jpg`, 'picture.private_address'],
      [`http://img.example.com:${port}/good.jpg`, 'picture.insecure'],
    ]) {
      expect(await refused(companion, { imageUrl: url })).toMatchObject({ status: 400, code });
    }
    expect(await refused(companion, { imageUrl: 'https://img.example.com/' })).toMatchObject({ status: 429 });
    expect(host.asked).toHaveLength(before);
    const stranger = await fetch(`${companion.url}/api/v1/outputs`);
    expect(stranger.status).toBe(401);
    expect((await ask(companion, { prompt: 'x' }, 'nobody')).status).toBe(401);
    await companion.stop();
  });
});

describe('without a database', () => {
  it('a service may put pictures on its own host, but leads nowhere else', async () => {
    const companion = await startNode({ ...storage.environment, ...service.environment });
    expect((await make(companion, { prompt: 'linked' })).generated).toBe(true);
    const before = host.asked.length;
    const led = await refused(companion, { prompt: `elsewhere ${host.url}/good.jpg` });
    expect([led.status, led.code, host.asked.length - before]).toEqual([502, 'ai.bad_answer', 0]);
    await companion.stop();
  });

  it('pictures are stored all the same, but not listed', async () => {
    const companion = await startNode({ ...storage.environment, ALLOW_PRIVATE_ADDRESSES: '1' });
    const taken = await make(companion, { prompt: 'made elsewhere', imageUrl: `${host.url}/good.jpg` });
    expect([taken.generated, (await stored(taken.imageUrl)).type]).toEqual([false, 'image/jpeg']);
    expect((await read(await list(companion), failure)).status).toBe(404);
    await companion.stop();
  });
});
