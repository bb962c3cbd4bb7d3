import { describe, expect, it } from 'vitest';
import { apiErrorOf } from './api-error';

const now = 1_000_000;
const errorOf = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  apiErrorOf(status, new Headers(headers), body, now);

describe('apiErrorOf', () => {
  it.each([
    [400, 3, 'Client-Id header value should be positive integer', 'ozon.bad_client_id'],
    [400, 9, 'obsolete method cannot be used', 'ozon.method_retired'],
    [410, 9, 'obsolete method cannot be used', 'ozon.method_retired'],
    [401, 16, 'Client-Id and Api-Key headers are required', 'ozon.key_unknown'],
    [403, 16, 'Client-Id and Api-Key headers are required', 'ozon.key_unknown'],
    [401, 16, 'key expired', 'ozon.key_unknown'],
    [404, 5, 'Invalid Api-Key, please check the key and try again', 'ozon.key_unknown'],
    [403, 7, 'Api-Key is missing a required role for a method', 'ozon.key_missing_role'],
    [403, 7, 'Api-Key is restricted to specific IP addresses', 'ozon.key_restricted'],
    [403, 7, 'Api-key is deactivated, use another one or generate a new one', 'ozon.key_deactivated'],
    [403, 7, 'Offer not signed', 'ozon.refused'],
    // Not every 404 speaks of the key.
    [404, 5, 'page not found', 'ozon.refused'],
    [409, 6, 'conflict', 'ozon.refused'],
    [400, 'INVALID_ARGUMENT', 'method is not allowed', 'ozon.refused'],
  ])('%d, code %s, "%s" is %s and never repeated', (status, code, message, expected) => {
    expect(errorOf(status, { code, message, details: [] })).toMatchObject({ code: expected, retry: 'never' });
  });

  it.each([200, 400, 403, 429, 500])('a method blocked after a burst is known by its text at status %d', (status) => {
    expect(errorOf(status, { code: 13, message: 'Circle is open for method' })).toMatchObject({
      code: 'ozon.circuit_open',
      retry: { at: now + 60_000 },
    });
  });

  it.each([
    ['Retry-After in seconds', { 'Retry-After': '3' }, { at: now + 3000 }],
    ['Item-Retry-After in minutes', { 'Item-Retry-After': '3' }, { at: now + 180_000 }],
    ['the quota before the rate', { 'Retry-After': '1', 'Item-Retry-After': '2' }, { at: now + 120_000 }],
    ['a daily quota, hours away', { 'Item-Retry-After': '900' }, { at: now + 900 * 60_000 }],
    ['nothing', {}, 'backoff'],
    ['an unreadable header', { 'Item-Retry-After': 'tomorrow' }, 'backoff'],
    ['an empty header', { 'Item-Retry-After': '' }, 'backoff'],
  ])('a limit obeys %s', (_, headers, retry) => {
    const body = { code: 'RESOURCE_EXHAUSTED', message: 'You have reached request rate limit per second' };
    expect(errorOf(429, body, headers)).toMatchObject({ code: 'ozon.rate_limited', retry });
  });

  it.each([500, 502, 503])('%d is repeated', (status) => {
    expect(errorOf(status, { code: 13, message: 'Internal error' })).toMatchObject({
      code: 'ozon.server_error',
      retry: 'backoff',
      params: { status },
    });
  });

  it.each([undefined, null, 'text', [], { code: null, message: null }])('decides on the status for body %j', (body) => {
    expect(errorOf(404, body).code).toBe('ozon.refused');
    expect(errorOf(429, body).code).toBe('ozon.rate_limited');
  });

  it('carries no text of the server outside', () => {
    const { message, params } = errorOf(403, { code: 7, message: 'secret' });
    expect(JSON.stringify({ message, params })).not.toContain('secret');
  });
});
