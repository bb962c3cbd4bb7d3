import { describe, expect, it } from 'vitest';
import { previewOf } from './file-name';
import { parseTemplate, templatePresets } from './file-template';

const refusalOf = (template: string) => {
  const parsed = parseTemplate(template);
  return parsed.ok ? undefined : parsed.code;
};

describe('parseTemplate', () => {
  it.each([
    ...templatePresets,
    'фото/{product_id}/{nn}',
    '{n}_{sku}',
    '{offer_id}/{offer_id}_{n}.{ext}',
    '{ext}/{sku}-{n}',
  ])('takes %s', (template) => expect(refusalOf(template)).toBeUndefined());

  it.each([
    ['', 'template.folder'],
    ['{offer_id}', 'template.no_number'],
    ['{n}', 'template.no_product'],
    ['{name}/{n}', 'template.no_product'],
    ['{offer_id}{n}', 'template.number_touches'],
    ['{n}{offer_id}', 'template.number_touches'],
    ['{offer_id}_{n}{nn}', 'template.number_touches'],
    ['{offer_id}_1{n}', 'template.number_touches'],
    ['{offer_id}/{n}0', 'template.number_touches'],
    ['{article}/{n}', 'template.field_unknown'],
    ['{Offer_id}/{n}', 'template.field_unknown'],
    ['{offer_id/{n}', 'template.field_unknown'],
    ['{offer_id}}/{n}', 'template.field_unknown'],
    ['{}/{offer_id}_{n}', 'template.field_unknown'],
    ['{offer_id}:{n}', 'template.characters'],
    ['C:\\{offer_id}\\{n}', 'template.characters'],
    ['{offer_id}*{n}', 'template.characters'],
    ['/{offer_id}_{n}', 'template.folder'],
    ['{offer_id}//{n}', 'template.folder'],
    ['../{offer_id}_{n}', 'template.folder'],
    ['./{offer_id}_{n}', 'template.folder'],
    ['photos /{offer_id}_{n}', 'template.folder'],
    ['{offer_id}/{n}.', 'template.folder'],
    [`${'x'.repeat(200)}{offer_id}_{n}`, 'template.too_long'],
    ['a/b/c/d/e/f/{offer_id}_{n}', 'template.too_long'],
  ])('refuses %j: %s', (template, code) => expect(refusalOf(template)).toBe(code));

  it('points at the piece that is wrong', () => {
    expect(parseTemplate('{article}/{n}')).toMatchObject({ part: '{article}' });
    expect(parseTemplate('{offer_id}|{n}')).toMatchObject({ part: '|' });
  });
});

describe('previewOf', () => {
  it('shows what a template makes of articles of several scripts', () => {
    expect(previewOf('{offer_id}/{offer_id}_{nn}')).toEqual([
      'Кружка-синяя/Кружка-синяя_01.jpg',
      'SET_2024_12/SET_2024_12_02.jpg',
      '蓝色杯子-01/蓝色杯子-01_03.jpg',
    ]);
  });

  it('shows nothing for a refused one', () => expect(previewOf('{offer_id}')).toEqual([]));
});
