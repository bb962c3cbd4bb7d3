import { expect, it } from 'vitest';
import { parsePushAddress, writePushAddress } from './push-address';

const nothing = { store: null, field: 'offer_id', ids: [], page: null, company: null, job: null, files: null };

it('reads what the cabinet asks for', () => {
  expect(parsePushAddress('?store=s1&field=product_id&id=123&page=edit&company=77')).toEqual({
    ...nothing,
    store: 's1',
    field: 'product_id',
    ids: ['123'],
    page: 'edit',
    company: '77',
  });
});

it('takes several ids, each once', () => {
  expect(parsePushAddress('?id=A%20%261&id=B&id=A+%261&id=').ids).toEqual(['A &1', 'B']);
});

it('treats what makes no sense as absent', () => {
  expect(parsePushAddress('?store=&field=name&page=x&company=abc&job=')).toEqual(nothing);
});

it('reads what it wrote', () => {
  const written = writePushAddress({ ...parsePushAddress(''), field: 'sku', ids: ['А/1', 'b&c=d'], company: '5' });
  expect(written).toMatch(/^\/push\.html\?/);
  expect(parsePushAddress(written.slice(written.indexOf('?')))).toEqual({
    ...nothing,
    field: 'sku',
    ids: ['А/1', 'b&c=d'],
    company: '5',
  });
});
