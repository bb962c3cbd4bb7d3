import { describe, expect, it } from 'vitest';
import { fullSizeUrl, orderImages } from './product';

const cdn = 'https://cdn1.ozone.ru/s3/multimedia-1-3';

describe('fullSizeUrl', () => {
  it.each([
    [`${cdn}/wc1000/1.jpg`, `${cdn}/1.jpg`],
    [`${cdn}/c600/1.jpg`, `${cdn}/1.jpg`],
    [`${cdn}/1.jpg`, `${cdn}/1.jpg`],
    // A folder that only looks like a size, or is not the last one, belongs to the address.
    [`${cdn}/wc50/folder/1.jpg`, `${cdn}/wc50/folder/1.jpg`],
    [`${cdn}/abc600/1.jpg`, `${cdn}/abc600/1.jpg`],
  ])('of %s', (url, full) => {
    expect(fullSizeUrl(url)).toBe(full);
  });
});

describe('orderImages', () => {
  it('puts primary first, then images, then colour, each once', () => {
    expect(orderImages(['p'], ['a', 'p', 'b'], ['c', 'a'])).toEqual(['p', 'a', 'b', 'c']);
  });

  it('knows a picture again in another size', () => {
    expect(orderImages([`${cdn}/wc1000/1.jpg`], [`${cdn}/1.jpg`, `${cdn}/c600/2.jpg`], [''])).toEqual([
      `${cdn}/1.jpg`,
      `${cdn}/2.jpg`,
    ]);
  });
});
