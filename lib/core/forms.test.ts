import { describe, expect, it } from 'vitest';
import { companionForm, fieldErrorsOf, storeForm } from './forms';

const goodStore = { name: 'Main shop', clientId: '123', apiKey: '0a1b2c3d-key' };
const goodToken = 't'.repeat(32);
const goodCompanion = { url: 'https://companion.example', token: goodToken };

const errorsOf = (form: typeof storeForm | typeof companionForm, value: unknown) => {
  const parsed = form.safeParse(value);
  return parsed.success ? {} : fieldErrorsOf(parsed.error);
};

describe('storeForm', () => {
  it('trims what was pasted', () => {
    expect(storeForm.parse({ name: ' A ', clientId: ' 7 ', apiKey: ' 12345678 ' })).toEqual({
      name: 'A',
      clientId: '7',
      apiKey: '12345678',
    });
  });

  it.each([
    ['no name', { name: ' ' }, { name: 'input.required' }],
    ['a name of 61 characters', { name: 'x'.repeat(61) }, { name: 'input.invalid' }],
    ['no Client-Id', { clientId: '' }, { clientId: 'input.required' }],
    ['a Client-Id of 0', { clientId: '0' }, { clientId: 'input.client_id' }],
    ['a negative Client-Id', { clientId: '-5' }, { clientId: 'input.client_id' }],
    ['a Client-Id with letters', { clientId: '12a' }, { clientId: 'input.client_id' }],
    ['a Client-Id over 19 digits', { clientId: '1'.repeat(20) }, { clientId: 'input.client_id' }],
    ['no key for a new store', { apiKey: '' }, { apiKey: 'input.required' }],
    ['a key of 7 characters', { apiKey: '1234567' }, { apiKey: 'input.api_key' }],
    ['a key with a line break', { apiKey: '12345678\n9' }, { apiKey: 'input.api_key' }],
    ['a key with Cyrillic letters', { apiKey: 'ключ-ключ' }, { apiKey: 'input.api_key' }],
    ['a missing field', { name: undefined }, { name: 'input.invalid' }],
    [
      'all at once',
      { name: '', clientId: '', apiKey: '' },
      {
        name: 'input.required',
        clientId: 'input.required',
        apiKey: 'input.required',
      },
    ],
  ])('refuses %s', (_, wrong, errors) => {
    expect(errorsOf(storeForm, { ...goodStore, ...wrong })).toEqual(errors);
  });

  it('lets a known store keep its key', () => {
    expect(errorsOf(storeForm, { ...goodStore, id: 'store-1', apiKey: '' })).toEqual({});
  });
});

describe('companionForm', () => {
  it.each([
    ['https://companion.example/', 'https://companion.example'],
    ['https://Companion.example:8443/base//', 'https://companion.example:8443/base'],
    [' http://127.0.0.1:8787 ', 'http://127.0.0.1:8787'],
    ['http://localhost:8787/', 'http://localhost:8787'],
    ['http://[::1]:8787', 'http://[::1]:8787'],
  ])('takes %s', (url, expected) => {
    expect(companionForm.parse({ url, token: '' })).toEqual({ url: expected, token: '' });
  });

  it.each([
    ['no address', { url: '' }, { url: 'input.required' }],
    ['no scheme', { url: 'companion.example' }, { url: 'input.url' }],
    ['another scheme', { url: 'ftp://companion.example' }, { url: 'input.url' }],
    ['a name and password', { url: 'https://a:b@companion.example' }, { url: 'input.url' }],
    ['a query', { url: 'https://companion.example/?a=1' }, { url: 'input.url' }],
    ['a fragment', { url: 'https://companion.example/#a' }, { url: 'input.url' }],
    ['plain http to another computer', { url: 'http://192.168.1.5:8787' }, { url: 'input.url_insecure' }],
    ['a name that begins like this computer', { url: 'http://127.0.0.1.example.com' }, { url: 'input.url_insecure' }],
    ['a name that ends like this computer', { url: 'http://notlocalhost' }, { url: 'input.url_insecure' }],
    ['a token of 31 characters', { token: 't'.repeat(31) }, { token: 'input.token' }],
    ['a token with a space', { token: `${goodToken} ${goodToken}` }, { token: 'input.token' }],
  ])('refuses %s', (_, wrong, errors) => {
    expect(errorsOf(companionForm, { ...goodCompanion, ...wrong })).toEqual(errors);
  });
});
