import { describe, expect, it } from 'vitest';
import { fullSizeUrl, orderImages, thumbnailUrl } from './product';

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

describe('thumbnailUrl', () => {
  it.each([
    ['https://cdn1.ozone.ru/s3/multimedia-1-3/1.jpg', 'https://cdn1.ozone.ru/s3/multimedia-1-3/wc200/1.jpg'],
    ['https://ir.ozone.ru/s3/multimedia-4/wc1000/1.jpg', 'https://ir.ozone.ru/s3/multimedia-4/wc200/1.jpg'],
    ['https://pub.example.com/users/u/1.jpg', 'https://pub.example.com/users/u/1.jpg'],
    ['not an address', 'not an address'],
  ])('%s', (url, small) => {
    expect(thumbnailUrl(url)).toBe(small);
  });
});
