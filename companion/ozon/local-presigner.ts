import { AppError } from '../../lib/core/app-error';
import type { Presigner } from '../../lib/storage/presigner';
import { RequestError } from '../errors';
import type { Presign } from '../presign';
import type { TakeQuota } from '../quota';
import { planUpload } from '../upload-plan';

type Deps = { userId: string; maxObjectBytes: number; presign: Presign; take: TakeQuota; now: () => number };

/**
 * Signs uploads the companion itself sends for a user, by the rules for uploads the user sends: own folder, types,
 * sizes, limits. Errors: `companion.rate_limited` with the wait, `companion.refused`.
 */
export function createLocalPresigner({ userId, maxObjectBytes, presign, take, now }: Deps): Presigner {
  return {
    async presign(item) {
      try {
        const plan = planUpload(item, userId, maxObjectBytes);
        await take(userId, { signatures: 1, objects: 1, bytes: plan.contentLength ?? maxObjectBytes });
        return await presign(plan);
      } catch (thrown) {
        throw thrown instanceof RequestError ? appErrorOf(thrown, now()) : thrown;
      }
    },
  };
}

function appErrorOf({ status, headers }: RequestError, now: number): AppError {
  if (status !== 429) return new AppError('companion.refused', { params: { status } });
  return new AppError('companion.rate_limited', { retry: { at: now + Number(headers['Retry-After'] ?? 1) * 1000 } });
}
