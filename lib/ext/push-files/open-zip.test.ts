import { downloadZip } from 'client-zip';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { entryName } from './entry-name';
import { openFiles, readManifests, requireFiles } from './open-source';
import { openZip } from './open-zip';

const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const zipOf = (files: Record<string, string>, level: 0 | 6 = 6) =>
  new Blob([
    new Uint8Array(
      zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, bytesOf(text)])), { level }),
    ),
  ]);
const read = async (archive: Blob) => {
  const files = await openZip(archive);
  return Promise.all(files.map(async (file) => [file.path, file.size, await (await file.read()).text()]));
};

describe('openZip', () => {
  it.each([0, 6] as const)('reads entries packed at level %i, with names in any script', async (level) => {
    const files = { 'Кружка/Кружка_1.jpg': 'one one one one', '蓝色杯子_1.jpg': 'two', 'fun🎁_1.png': '' };
    expect(await read(zipOf(files, level))).toEqual(
      Object.entries(files).map(([path, text]) => [path, bytesOf(text).length, text]),
    );
  });

  it('reads what our own disk destination writes', async () => {
    const input = [
      { name: 'ёлка/ёлка_1.jpg', input: 'bytes' },
      { name: 'manifest.json', input: '{}' },
    ];
    const paths = (await openZip(await downloadZip(input).blob())).map(({ path }) => path);
    expect(paths).toEqual(['ёлка/ёлка_1.jpg', 'manifest.json']);
  });

  it('takes only the directory and the entry asked for out of a large archive', async () => {
    const archive = zipOf({ 'A_1.jpg': 'a'.repeat(300_000), 'A_2.jpg': 'the one' }, 0);
    let taken = 0;
    const counted = Object.assign(new Blob([archive]), {
      slice: (from?: number, to?: number) => {
        taken += (to ?? archive.size) - (from ?? 0);
        return archive.slice(from, to);
      },
      arrayBuffer: () => Promise.reject(new Error('the whole archive')),
      stream: () => {
        throw new Error('the whole archive');
      },
    });
    const [, second] = await openZip(counted);
    expect(await (await second?.read())?.text()).toBe('the one');
    expect(taken).toBeLessThan(200_000);
  });

  it('leaves folders out', async () => {
    expect(await read(zipOf({ 'A/': '', 'A/A_1.jpg': 'x' }))).toEqual([['A/A_1.jpg', 1, 'x']]);
  });

  it.each([
    ['nothing', new Blob([])],
    ['no archive', new Blob(['a picture, they said'])],
    ['an archive cut short', zipOf({ 'A_1.jpg': 'x'.repeat(500) }).slice(0, 60)],
  ])('refuses %s', async (_, archive) => {
    await expect(openZip(archive)).rejects.toMatchObject({ code: 'file.not_zip' });
  });

  it('refuses an archive with a password', async () => {
    const archive = new Uint8Array(await zipOf({ 'A_1.jpg': 'x' }).arrayBuffer());
    const at = archive.findIndex(
      (_, index) => archive[index] === 0x50 && archive[index + 1] === 0x4b && archive[index + 2] === 1,
    );
    archive[at + 8] = (archive[at + 8] ?? 0) | 1;
    await expect(openZip(new Blob([archive]))).rejects.toMatchObject({ code: 'file.not_zip' });
  });
});

describe('names of entries', () => {
  it.each([
    ['UTF-8', [0xd0, 0x9a, 0x5f, 0x31], 'К_1'],
    ['the Russian code page of Windows', [0x8a, 0xe0, 0xe3, 0xa6, 0xaa, 0xa0, 0x5f, 0x31], 'Кружка_1'],
    ['the Chinese one', [0xc0, 0xb6, 0xc9, 0xab, 0x5f, 0x31], '蓝色_1'],
  ])('are read in %s', (_, bytes, name) => {
    expect(entryName(new Uint8Array(bytes))).toBe(name);
  });

  it('have the same strokes everywhere, and none in front', () => {
    expect(entryName(bytesOf('A\\A_1.jpg'))).toBe('A/A_1.jpg');
    expect(entryName(bytesOf('/A_1.jpg'))).toBe('A_1.jpg');
  });
});

describe('files chosen one by one', () => {
  const zip = (name: string, files: Record<string, string>) => new File([zipOf(files)], name);
  const listed = (offer: string) =>
    JSON.stringify({ pictures: [{ file: 'x_1.jpg', number: 1, offer_id: offer, sku: '9' }] });

  it('keep the parts of a download apart, each with its manifest', async () => {
    const parts = [
      zip('p-1.zip', { 'x_1.jpg': '1', 'manifest.json': listed('A/1') }),
      zip('p-2.zip', { 'x_1.jpg': '2', 'manifest.json': listed('B/1') }),
    ];
    const files = await openFiles(parts);
    expect(files.map(({ path }) => path)).toContain('p-2.zip/x_1.jpg');
    expect((await readManifests(files, 'offer_id')).map(({ path, article }) => `${path} ${article}`)).toEqual([
      'p-1.zip/x_1 A/1',
      'p-2.zip/x_1 B/1',
    ]);
  });

  it('may be pictures themselves', async () => {
    expect((await openFiles([new File(['x'], 'A_1.jpg')])).map(({ path, size }) => [path, size])).toEqual([
      ['A_1.jpg', 1],
    ]);
  });

  it('must be some', () => {
    expect(() => requireFiles([])).toThrowError(expect.objectContaining({ code: 'file.not_pictures' }));
  });
});
