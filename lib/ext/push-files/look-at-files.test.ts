import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { lookAtFiles } from './look-at-files';
import type { SourceFile } from './source-file';

const drawn = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#fff' } });
const fileOf = (path: string, bytes: Uint8Array | string, size?: number): SourceFile => {
  const blob = new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]);
  return { path, size: size ?? blob.size, read: async () => blob };
};

async function codesOf(...files: SourceFile[]): Promise<Record<string, string[]>> {
  const codes: Record<string, string[]> = {};
  const { signal } = new AbortController();
  await lookAtFiles(
    files,
    (path, problems) => {
      codes[path] = problems.map(({ reason, level }) =>
        `${level} ${reason.code} ${Object.values(reason.params).join()}`.trim(),
      );
    },
    signal,
  );
  return codes;
}

describe('lookAtFiles', () => {
  it('has nothing against a good picture, whatever its ending says', async () => {
    const good = await drawn(1200, 1600).png().toBuffer();
    expect(await codesOf(fileOf('A_1.jpg', good))).toEqual({ 'A_1.jpg': [] });
  });

  it('finds what Ozon would refuse, in words for files', async () => {
    const tiny = await drawn(150, 150).jpeg().toBuffer();
    const webp = await drawn(900, 1200).webp().toBuffer();
    const files = [
      fileOf('tiny', tiny),
      fileOf('webp.jpg', webp),
      fileOf('text.jpg', '<html>'),
      fileOf('empty.jpg', ''),
      fileOf('cut.jpg', tiny.subarray(0, 20)),
    ];
    expect(await codesOf(...files)).toEqual({
      tiny: ['block picture.too_small 150,150'],
      'webp.jpg': ['block file.wrong_type WEBP'],
      'text.jpg': ['block file.damaged'],
      'empty.jpg': ['block file.damaged'],
      'cut.jpg': ['block file.damaged'],
    });
  });

  it('does not unpack what is too heavy anyway', async () => {
    const heavy: SourceFile = { path: 'heavy', size: 11 * 1024 * 1024, read: () => Promise.reject(new Error('read')) };
    expect(await codesOf(heavy)).toEqual({ heavy: [`block picture.too_heavy ${11 * 1024 * 1024}`] });
  });

  it('says that a file cannot be read any more', async () => {
    const gone: SourceFile = { path: 'gone', size: 5, read: () => Promise.reject(new Error('NotFoundError')) };
    expect(await codesOf(gone)).toEqual({ gone: ['block file.lost'] });
  });

  it('stops when nobody asks any more', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const good = await drawn(10, 10).jpeg().toBuffer();
    const files = Array.from({ length: 20 }, (_, n) => fileOf(String(n), good));
    await lookAtFiles(
      files,
      (path) => {
        seen.push(path);
        stop.abort();
      },
      stop.signal,
    );
    expect(seen).toHaveLength(1);
  });
});
