import { describe, expect, it } from 'vitest';
import { storeId } from '../core/ids';
import type { CodeIndex, VendorCode } from '../core/vendor-code';
import type { Fetch } from '../net/request';
import { createOzonApi } from '../ozon/api';
import { type CodeLog, createReadCodes } from './read-codes';

const store = storeId.parse('store-1');
const signal = new AbortController().signal;

/** A log in memory, and the codes of the last write. */
function createLog(index?: CodeIndex) {
  const log = { kept: index, codes: [] as VendorCode[] };
  const codeLog: CodeLog = {
    index: async () => log.kept,
    write: async (next, codes) => {
      log.kept = next;
      log.codes.push(...codes);
    },
    find: async () => new Map(),
  };
  return { log, codeLog };
}

/** Three products on pages of two, one more in the archive; `refuse` may answer in place of a page. */
function reader(codeLog: CodeLog, refuse: (place: string) => Response | undefined = () => undefined, now = () => 1000) {
  const places: string[] = [];
  const fetch: Fetch = async (_, { body }) => {
    const { filter, last_id } = JSON.parse(String(body));
    const place = `${filter.visibility} ${last_id}`;
    places.push(place);
    const pages: Record<string, unknown> = {
      'ALL ': { result: [coded(1, ' a '), coded(2, '')], last_id: 'x', total: '3' },
      'ALL x': { result: [coded(3, 'c', 'd')], last_id: 'y', total: '3' },
      'ARCHIVED ': { result: [coded(4, 'a')], last_id: 'z', total: '1' },
    };
    return refuse(place) ?? Response.json(pages[place] ?? { result: [], last_id: '', total: '0' });
  };
  const ozon = createOzonApi({ fetch, now, timeoutMs: () => 1000 });
  const credentialOf = async () => ({ clientId: '1', apiKey: 'k' });
  const read = createReadCodes({ ozon, credentialOf, log: codeLog, lock: { hold: (_, work) => work() }, now });
  return { places, read: (since = 0) => read(store, { since, signal, connect: (request) => request() }) };
}
const coded = (id: number, ...codes: string[]) => ({
  id,
  attributes: [
    { id: 9024, values: codes.map((value) => ({ value })) },
    { id: 85, values: [{ value: 'brand' }] },
  ],
});

describe('reading vendor codes', () => {
  it('goes through all products and the archive', async () => {
    const { log, codeLog } = createLog();
    const { places, read } = reader(codeLog);
    await read();
    expect(places).toEqual(['ALL ', 'ALL x', 'ALL y', 'ARCHIVED ', 'ARCHIVED z']);
    expect(log.codes).toEqual([
      { code: 'a', productId: '1' },
      { code: 'c', productId: '3' },
      { code: 'd', productId: '3' },
      { code: 'a', productId: '4' },
    ]);
    expect(log.kept).toMatchObject({ run: 1000, read: 4, total: 4, finishedAt: 1000 });
  });

  it('goes on where it was cut short', async () => {
    const { log, codeLog } = createLog();
    const cut = reader(codeLog, (place) => (place === 'ALL y' ? new Response('', { status: 500 }) : undefined));
    await expect(cut.read()).rejects.toMatchObject({ code: 'ozon.server_error' });
    expect(log.kept).toMatchObject({ lastId: 'y', read: 3, finishedAt: null });
    const { places, read } = reader(codeLog);
    await read();
    expect(places).toEqual(['ALL y', 'ARCHIVED ', 'ARCHIVED z']);
    expect(log.kept).toMatchObject({ read: 4, total: 4, finishedAt: 1000 });
  });

  it('asks nothing when all is read, unless that is too long ago', async () => {
    const { log, codeLog } = createLog();
    await reader(codeLog).read();
    const { places, read } = reader(codeLog, undefined, () => 5000);
    await read(1000);
    expect(places).toEqual([]);
    await read(1001);
    expect(places).toHaveLength(5);
    expect(log.kept).toMatchObject({ run: 5000, read: 4 });
  });

  it('begins anew when Ozon no longer knows the place', async () => {
    const at = {
      storeId: store,
      run: 1,
      visibility: 'ALL',
      lastId: 'old',
      read: 9,
      total: 9,
      finishedAt: null,
    } as const;
    const { log, codeLog } = createLog(at);
    const bad = () => Response.json({ code: 3, message: 'invalid last_id' }, { status: 400 });
    const { places, read } = reader(codeLog, (place) => (place === 'ALL old' ? bad() : undefined));
    await read();
    expect(places).toEqual(['ALL old', 'ALL ', 'ALL x', 'ALL y', 'ARCHIVED ', 'ARCHIVED z']);
    expect(log.kept).toMatchObject({ read: 4, total: 4, finishedAt: 1000 });
  });
});
