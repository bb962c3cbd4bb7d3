import { describe, expect, it } from 'vitest';
import { AppError, errorShapeOf, toAppError } from './app-error';

describe('errors', () => {
  it('never repeats what nobody expected, and says nothing of it outside', () => {
    const thrown = new TypeError('key 0a1b2c3d of https://storage.example/?X-Amz-Signature=1');
    expect(toAppError(thrown).retry).toBe('never');
    expect(errorShapeOf(thrown)).toEqual({ code: 'app.unexpected', params: {} });
  });

  it('keeps an AppError as it is', () => {
    const error = new AppError('cdn.timeout', { retry: 'backoff' });
    expect(toAppError(error)).toBe(error);
  });
});
