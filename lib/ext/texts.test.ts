import { createInstance } from 'i18next';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { language } from '../core/settings';
import { languageFor, resources } from './texts';

afterEach(() => vi.unstubAllGlobals());

describe('languageFor', () => {
  it.each([
    [['ru-RU', 'en'], 'ru'],
    [['zh-CN'], 'zh'],
    [['zh-Hans-CN'], 'zh'],
    [['zh'], 'zh'],
    [['en-GB', 'ru'], 'en'],
    [['kk-KZ', 'ru-KZ', 'en'], 'ru'],
    [['be'], 'en'],
    [['uk'], 'en'],
    [['kk'], 'en'],
    [['constructor'], 'en'],
    [[], 'en'],
  ])('takes the first language of %j there are texts for: %s', (languages, expected) => {
    vi.stubGlobal('navigator', { languages });
    expect(languageFor('auto')).toBe(expected);
  });

  it('lets the setting win over the browser', () => {
    vi.stubGlobal('navigator', { languages: ['en'] });
    expect(languageFor('zh')).toBe('zh');
  });
});

it('has texts for every language of the settings and no others', () => {
  expect(Object.keys(resources).sort()).toEqual(language.options.filter((option) => option !== 'auto').sort());
});

describe('plural forms', () => {
  const say = async (lng: string, count: number) => {
    const texts = createInstance();
    await texts.init({ lng, resources, showSupportNotice: false });
    return texts.t('articles.count', { count });
  };

  it.each([
    ['ru', 1, '1 артикул'],
    ['ru', 3, '3 артикула'],
    ['ru', 11, '11 артикулов'],
    ['ru', 21, '21 артикул'],
    ['ru', 12000, '12\u00a0000 артикулов'],
    ['zh', 1, '1 个货号'],
    ['zh', 12000, '12,000 个货号'],
    ['en', 1, '1 article'],
  ])('%s counts %i', async (lng, count, expected) => {
    expect(await say(lng, count)).toBe(expected);
  });
});
