import { AppError } from '../../lib/core/app-error';
import { RequestError } from '../errors';

/**
 * What is asked of the database in the middle of a task. Refusals stay what they are; a database that is away says
 * nothing of the picture, and is waited out like a network. Errors: `companion.unreachable`.
 */
export async function waitedOut<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof RequestError || thrown instanceof AppError) throw thrown;
    throw new AppError('companion.unreachable', { cause: thrown, retry: 'backoff' });
  }
}
