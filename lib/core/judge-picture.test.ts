import { describe, expect, it } from 'vitest';
import { heaviestPicture, judgePicture, type PictureFacts } from './judge-picture';

const jpg = { extension: 'jpg', contentType: 'image/jpeg' } as const;
const png = { extension: 'png', contentType: 'image/png' } as const;
const good: PictureFacts = {
  url: 'https://img.example.com/1.jpg',
  contentType: 'image/jpeg',
  type: jpg,
  size: { width: 1200, height: 1600 },
  bytes: 300_000,
};
const codes = (changes: Partial<PictureFacts>) =>
  judgePicture({ ...good, ...changes }, heaviestPicture).map(({ reason, level }) => `${level} ${reason.code}`);
const named = (name: string) => `https://img.example.com/${name}`;

describe('kinds', () => {
  it.each([
    {},
    { url: named('1.JPEG?v=1.png#2.png') },
    { url: named('1') },
    { url: named('picture.php') },
    { url: named('v1.2/1') },
    { contentType: null },
    { contentType: 'Image/JPEG; charset=binary' },
    { contentType: 'image/jpg' },
    { contentType: 'image/pjpeg' },
    { url: named('1.png'), contentType: 'image/png', type: png },
    { bytes: null },
  ])('has nothing against %o', (changes) => {
    expect(codes(changes)).toEqual([]);
  });

  it.each([
    { url: named('1.png') },
    { url: named('1.webp') },
    { contentType: 'image/png' },
    { contentType: 'text/html' },
    { contentType: 'application/octet-stream' },
    { type: png, contentType: 'image/png' },
    { url: named('1.png'), type: png },
  ])('sees name or server contradict the bytes in %o', (changes) => {
    expect(codes(changes)).toEqual(['block picture.type_mismatch']);
  });

  it('gives one reason for what cannot be used at all', () => {
    expect(codes({ type: undefined, size: undefined, contentType: 'text/html' })).toEqual(['block picture.not_image']);
    const webp = { extension: 'webp', contentType: 'image/webp' } as const;
    expect(codes({ type: webp, size: undefined })).toEqual(['block picture.wrong_type']);
    expect(codes({ size: undefined })).toEqual(['block picture.damaged']);
  });
});

describe('weight', () => {
  it('is at most 10 MB', () => {
    expect(codes({ bytes: 10 * 1024 * 1024 })).toEqual([]);
    expect(codes({ bytes: 10 * 1024 * 1024 + 1 })).toEqual(['block picture.too_heavy']);
  });
});

describe('pixels', () => {
  it.each([
    [1200, 1600, []],
    [900, 1200, []],
    [1200, 1615, []],
    [1200, 1620, ['warn picture.not_three_to_four']],
    [4320, 5760, []],
    [4321, 5761, ['block picture.too_large']],
    [4320, 7680, ['warn picture.not_three_to_four']],
    [7680, 4320, ['warn picture.not_three_to_four']],
    [4000, 7681, ['block picture.too_large', 'warn picture.not_three_to_four']],
    [5000, 8000, ['block picture.too_large', 'warn picture.not_three_to_four']],
    [1600, 1600, ['warn picture.not_three_to_four']],
    [1600, 1200, ['warn picture.not_three_to_four']],
    [899, 1199, ['warn picture.small']],
    [1000, 1000, ['warn picture.small', 'warn picture.not_three_to_four']],
    [699, 3000, ['warn picture.small', 'warn picture.not_three_to_four']],
    [210, 280, ['warn picture.small']],
    [200, 200, ['warn picture.small', 'warn picture.not_three_to_four']],
    [199, 2000, ['block picture.too_small']],
    [2000, 199, ['block picture.too_small']],
    [0, 0, ['block picture.too_small']],
  ])('%d × %d: %j', (width, height, expected) => {
    expect(codes({ size: { width, height } })).toEqual(expected);
  });
});
