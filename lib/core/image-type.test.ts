import { describe, expect, it } from 'vitest';
import { sniffImageType } from './image-type';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('sniffImageType', () => {
  it.each([
    ['jpg', 'image/jpeg', '\xff\xd8\xff\xe0\0\x10JFIF'],
    ['png', 'image/png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
    ['webp', 'image/webp', 'RIFF\x10\0\0\0WEBPVP8 '],
    ['gif', 'image/gif', 'GIF89a'],
    ['gif', 'image/gif', 'GIF87a'],
    ['avif', 'image/avif', '\0\0\0\x20ftypavif'],
    ['heic', 'image/heic', '\0\0\0\x20ftypheic'],
    ['heic', 'image/heic', '\0\0\0\x20ftypmif1'],
  ])('knows %s (%s) by its first bytes', (extension, contentType, start) => {
    expect(sniffImageType(bytes(start))).toEqual({ extension, contentType });
  });

  it.each([
    ['nothing', ''],
    ['HTML', '<!doctype html>'],
    ['JSON', '{"code":5}'],
    ['the first two bytes of a JPEG', '\xff\xd8'],
    ['a PNG spoilt by text mode', '\x89PNG\n\x1a\n'],
    ['sound in RIFF', 'RIFF\x10\0\0\0WAVEfmt '],
    ['a film', '\0\0\0\x20ftypisom'],
  ])('does not take %s for a picture', (_, start) => {
    expect(sniffImageType(bytes(start))).toBeUndefined();
  });
});
