import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messages } from '../lib/ext/messages';
import { buildDir } from './harness/browser';
import { openStage, type Stage } from './harness/stage';
import { rows } from './harness/worker-calls';

let stage: Stage;
let extensionDir: string;

const names = [...Object.keys(messages), 'jobs.summary', 'toString', '__proto__', 'fetch'];

/** The area that is open to content scripts: ids in, counts and codes out (docs/decisions/007). */
const open = names.filter((name) => name.startsWith('portal.'));

/** Inputs that a handler would accept, so that a refusal is the gate's and not the schema's. */
const product = { productId: '1', offerId: null, sku: null };
const plausible = {
  'portal.download': { product, companyId: '1', anyStore: false, url: 'https://evil.example', storeId: 'x' },
  'portal.push': { product, companyId: '1', page: 'edit' },
  'portal.view': null,
  'stores.save': { name: 'Stolen', clientId: '1', apiKey: 'stolen-key-000' },
  'settings.save': { notify: false },
  'companion.save': { url: 'https://evil.example', token: 'e'.repeat(40) },
};

/** The production build with one thing added: a content script of ours that tries every message. */
async function buildWithProbe(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'oib-probe-'));
  await cp(buildDir, dir, { recursive: true });
  const manifest = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8'));
  manifest.content_scripts = [
    ...(manifest.content_scripts ?? []),
    { matches: ['https://seller.ozon.ru/*'], js: ['probe.js'], all_frames: true },
  ];
  await writeFile(join(dir, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(
    join(dir, 'probe.js'),
    `const names = ${JSON.stringify(names)}; const plausible = ${JSON.stringify(plausible)};
     const ask = (message) => chrome.runtime.sendMessage(message).catch((error) => ({ thrown: String(error) }));
     Promise.all(names.map(async (name) => [name, await ask({ name, input: name in plausible ? plausible[name] : { id: 'x' } })]))
       .then(async (replies) => { replies.push(['no envelope', await ask('hello')]);
         document.documentElement.dataset.replies = JSON.stringify(replies); });`,
  );
  return dir;
}

beforeAll(async () => {
  extensionDir = await buildWithProbe();
  stage = await openStage({ extensionDir });
});
afterAll(async () => {
  await stage.close();
  await rm(extensionDir, { recursive: true, force: true });
});

test('a content script gets nothing from any message', async () => {
  const page = await stage.browser.context.newPage();
  await page.goto('https://seller.ozon.ru/app/products');
  await page.waitForSelector('html[data-replies]', { state: 'attached' });
  const replies: [string, { ok: boolean; error?: { code: string }; output?: unknown }][] = JSON.parse(
    (await page.locator('html').getAttribute('data-replies')) ?? '[]',
  );
  expect(replies.length).toBe(names.length + 1);
  const shown = Object.fromEntries(replies.filter(([name]) => open.includes(name)));
  expect(shown['portal.view']).toEqual({
    ok: true,
    output: { rowButtons: true, editButtons: true, launcher: true, language: 'en' },
  });
  // No store here has a key for the company that was named.
  expect(shown['portal.download']).toMatchObject({ ok: false, error: { code: 'portal.store_unknown' } });
  expect(shown['portal.push']).toMatchObject({ ok: false, error: { code: 'portal.store_unknown' } });
  for (const [name, reply] of replies.filter(([name]) => name !== 'portal.view')) {
    expect(reply, name).toMatchObject({ ok: false });
    expect(reply.output, name).toBeUndefined();
    if (Object.hasOwn(messages, name) && !open.includes(name)) expect(reply.error?.code, name).toBe('message.denied');
  }
  const extensionPage = await stage.browser.open('options.html');
  expect(await rows(extensionPage, 'stores')).toEqual([]);
  expect(await rows(extensionPage, 'jobs')).toEqual([]);
});

test('a web page cannot reach the worker at all', async () => {
  const page = await stage.browser.context.newPage();
  await page.goto('https://seller.ozon.ru/app/products');
  const reach = await page.evaluate(() => typeof (globalThis as { chrome?: { runtime?: unknown } }).chrome?.runtime);
  expect(reach).toBe('undefined');
  const framed = await page.evaluate(async (url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    try {
      return frame.contentDocument?.body?.childElementCount ?? 'unreachable';
    } catch {
      return 'unreachable';
    }
  }, `${stage.browser.origin}/options.html`);
  expect(framed).toBe('unreachable');
});
