import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { type MessageHandlers, openGate, senderKind } from './gate';
import { type MessageName, messages, reply } from './messages';

const id = fakeBrowser.runtime.id;
const origin = 'chrome-extension://test-extension-id';
const portal = 'https://seller.ozon.ru';
const tab = {
  id: 7,
  index: 0,
  highlighted: true,
  active: true,
  pinned: false,
  incognito: false,
  windowId: 1,
  selected: true,
  discarded: false,
  autoDiscardable: true,
  groupId: -1,
  frozen: false,
  lastAccessed: 0,
};

/** Senders as Chromium gives them. */
const popup = { id, origin, url: `${origin}/popup.html` };
const optionsInTab = {
  id,
  origin,
  url: `${origin}/options.html`,
  tab,
  frameId: 0,
  documentLifecycle: 'active' as const,
};
const contentScript = { id, origin: portal, url: `${portal}/app/products`, tab, frameId: 0 };

describe('senderKind', () => {
  it.each([
    ['the popup, which has no tab', popup, 'page'],
    ['an extension page in a tab', optionsInTab, 'page'],
    ['a content script', contentScript, 'content'],
    ['a content script in a frame of the page', { ...contentScript, frameId: 3 }, undefined],
    ['an extension page framed by a web page', { ...optionsInTab, frameId: 3 }, undefined],
    ['another extension', { ...popup, id: 'other', origin: 'chrome-extension://other' }, undefined],
    ['another extension that claims our origin', { ...popup, id: 'other' }, undefined],
    ['a content script of a page whose address looks like ours', { ...contentScript, url: popup.url }, 'content'],
    ['something of ours without origin and tab', { id }, undefined],
    ['a content script on the other cabinet', { ...contentScript, origin: 'https://seller.ozonru.cn' }, 'content'],
    ['a script on a page that is no cabinet', { ...contentScript, origin: 'https://evil.example' }, undefined],
    ['a page of nowhere', { ...contentScript, origin: 'null' }, undefined],
  ])('of %s', (_, sender, kind) => {
    expect(senderKind(sender, { id, origin })).toBe(kind);
  });
});

describe('openGate', () => {
  const calls: [name: string, input: unknown][] = [];
  const called =
    <T>(name: string, output: T) =>
    async (input: unknown): Promise<T> => {
      calls.push([name, input]);
      return output;
    };
  const storeId = messages['stores.save'].output.parse({ id: 'store-1' });
  const jobId = messages['jobs.create'].output.parse({ id: 'job-1' });
  const handlers: MessageHandlers = {
    'stores.save': called('stores.save', storeId),
    'stores.check': () => Promise.reject(new TypeError('secret')),
    'stores.delete': called('stores.delete', undefined),
    'stores.size': called('stores.size', { active: 1, archived: 0 }),
    'codes.read': called('codes.read', undefined),
    'companion.save': called('companion.save', undefined),
    'companion.check': called('companion.check', { checkedAt: 1, userId: null, failed: null, warning: null }),
    'settings.save': called('settings.save', undefined),
    'jobs.create': called('jobs.create', jobId),
    'jobs.wake': called('jobs.wake', undefined),
    'jobs.pause': called('jobs.pause', undefined),
    'jobs.resume': called('jobs.resume', undefined),
    'jobs.cancel': called('jobs.cancel', undefined),
    'jobs.retry': called('jobs.retry', undefined),
    'jobs.delete': called('jobs.delete', undefined),
    'jobs.again': called('jobs.again', jobId),
    'stored.forget': called('stored.forget', undefined),
    'push.read': called('push.read', { products: [], missing: [], quota: null }),
    'push.check': called('push.check', { findings: [] }),
    'push.upload': called('push.upload', jobId),
    'push.start': called('push.start', jobId),
    'push.undo': called('push.undo', jobId),
    'portal.download': called('portal.download', jobId),
    'portal.push': called('portal.push', undefined),
    'portal.collect': called('portal.collect', undefined),
    'portal.view': called('portal.view', { rowButtons: true, editButtons: true, launcher: true, language: 'en' }),
    'portal.job': () => Promise.reject(new TypeError('secret')),
  };
  const send = async (message: unknown, sender: object = popup) => {
    const [answer] = await fakeBrowser.runtime.onMessage.trigger(message, sender, () => {});
    return reply.parse(answer);
  };
  const refused = (code: string, params: object = {}) => ({ ok: false, error: { code, params } });

  beforeEach(() => {
    fakeBrowser.reset();
    calls.length = 0;
  });

  it('hands a page’s message to its handler, parsed, and gives what it gave', async () => {
    openGate(Promise.resolve(), handlers);
    const form = { name: ' Shop ', clientId: '1', apiKey: '12345678', extra: true };
    expect(await send({ name: 'stores.save', input: form })).toEqual({ ok: true, output: storeId });
    expect(calls).toEqual([['stores.save', { name: 'Shop', clientId: '1', apiKey: '12345678' }]]);
  });

  it('knows its own pages by the origin of its own addresses', async () => {
    openGate(Promise.resolve(), handlers);
    expect(await send({ name: 'jobs.wake', input: null }, { ...contentScript, origin: 'null' })).toMatchObject({
      ok: false,
    });
    expect(await send({ name: 'jobs.wake', input: null }, optionsInTab)).toMatchObject({ ok: true });
  });

  it('changes only the settings that were sent', async () => {
    openGate(Promise.resolve(), handlers);
    await send({ name: 'settings.save', input: { concurrency: 3 } });
    expect(calls).toEqual([['settings.save', { concurrency: 3 }]]);
  });

  const closed = Object.keys(messages).filter((name) => !name.startsWith('portal.'));
  it.each(closed)('refuses %s from a content script, whatever it carries', async (name) => {
    openGate(Promise.resolve(), handlers);
    expect(await send({ name, input: { id: 'job-1' } }, contentScript)).toEqual(refused('message.denied'));
    expect(calls).toEqual([]);
  });

  it('takes ids from a content script, and no page may pass for one', async () => {
    openGate(Promise.resolve(), handlers);
    const product = { productId: '1', offerId: null, sku: null };
    const message = {
      name: 'portal.push',
      input: { product, companyId: null, page: 'edit', url: 'https://evil.example' },
    };
    expect(await send(message, contentScript)).toEqual({ ok: true });
    expect(calls).toEqual([['portal.push', { product, companyId: null, page: 'edit' }]]);
    expect(await send(message)).toEqual(refused('message.denied'));
    const nobody = { ...message, input: { ...message.input, product: { ...product, productId: null } } };
    expect(await send(nobody, contentScript)).toEqual(refused('input.invalid', { field: 'product' }));
  });

  it.each(['jobs.steal', 'constructor', '__proto__', ''])('refuses the unknown name %j', async (name) => {
    openGate(Promise.resolve(), handlers);
    expect(await send({ name, input: null })).toEqual(refused('message.unknown'));
  });

  it.each<[MessageName, unknown, object]>([
    ['stores.save', { name: '', clientId: '1', apiKey: '12345678' }, refused('input.required', { field: 'name' })],
    [
      'stores.save',
      { name: 'a', clientId: 'x', apiKey: '12345678' },
      refused('input.client_id', { field: 'clientId' }),
    ],
    ['companion.save', { url: 'http://a.example', token: '' }, refused('input.url_insecure', { field: 'url' })],
    ['settings.save', { timeoutS: 0 }, refused('input.invalid', { field: 'timeoutS' })],
    [
      'jobs.create',
      { storeId: 's', field: 'offer_id', destination: 'cloud', articles: [] },
      refused('input.invalid', { field: 'articles' }),
    ],
    [
      'jobs.create',
      { storeId: 's', field: 'offer_id', destination: 'cloud', articles: ['x'.repeat(51)] },
      refused('input.invalid', { field: 'articles' }),
    ],
    ['jobs.cancel', undefined, refused('input.invalid', { field: '' })],
  ])('names the field of a bad %s', async (name, input, expected) => {
    openGate(Promise.resolve(), handlers);
    expect(await send({ name, input })).toEqual(expected);
    expect(calls).toEqual([]);
  });

  it('says nothing of what nobody expected', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    openGate(Promise.resolve(), handlers);
    expect(await send({ name: 'stores.check', input: { id: 'store-1' } })).toEqual(refused('app.unexpected'));
    expect(await send('not an envelope')).toEqual(refused('app.unexpected'));
    expect(log).toHaveBeenCalledTimes(2);
    log.mockRestore();
  });

  it('waits until the app is ready', async () => {
    let ready = () => {};
    openGate(new Promise<void>((resolve) => (ready = resolve)), handlers);
    const answer = send({ name: 'jobs.wake', input: null });
    await Promise.resolve();
    expect(calls).toEqual([]);
    ready();
    expect(await answer).toMatchObject({ ok: true });
  });
});
