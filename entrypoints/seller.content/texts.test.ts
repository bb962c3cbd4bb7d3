import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../lib/core/error-codes';
import en from '../../locales/portal/en.json';
import ru from '../../locales/portal/ru.json';
import zh from '../../locales/portal/zh.json';
import { createTexts } from './texts';

const placeholdersOf = (labels: Record<string, string>) =>
  Object.entries(labels).map(([name, text]) => [name, [...text.matchAll(/\{\w+\}/g)].map(String).sort()]);

describe.each([
  ['ru', ru],
  ['zh', zh],
])('%s', (_, texts) => {
  it('has what English has, and fills in the same values', () => {
    expect(placeholdersOf(texts.labels)).toEqual(placeholdersOf(en.labels));
    expect(Object.keys(texts.errors)).toEqual(Object.keys(en.errors));
  });
});

it('has no text for a code or an area that does not exist', () => {
  const known = new Set<string>(['other', ...errorCodes, ...errorCodes.map((code) => code.split('.')[0] ?? '')]);
  expect(Object.keys(en.errors).filter((code) => !known.has(code))).toEqual([]);
});

describe('createTexts', () => {
  it('speaks the language of the view, English where it has none', () => {
    const texts = createTexts();
    expect(texts.label('done', { n: 3 })).toBe('Done: 3');
    texts.setLanguage('ru');
    expect(texts.label('done', { n: 3 })).toBe('Готово: 3');
    texts.setLanguage('zh-CN');
    expect(texts.label('no')).toBe('取消');
    texts.setLanguage('de');
    expect(texts.label('no')).toBe('Cancel');
  });

  it.each([
    ['portal.store_unclear', en.errors['portal.store_unclear']],
    ['portal.wrong_store', en.errors.portal],
    ['companion.missing', en.errors['companion.missing']],
    ['companion.timeout', en.errors.storage],
    ['storage.denied', en.errors.storage],
    ['cdn.not_found', en.errors.cdn],
    ['app.unexpected', en.errors.other],
    ['', en.errors.other],
  ])('explains %s by its own text, that of its area, or the one for everything else', (code, text) => {
    expect(createTexts().error(code)).toBe(text);
  });
});
