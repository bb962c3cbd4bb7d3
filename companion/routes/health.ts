import { Hono } from 'hono';
import { type HealthAnswer, maxLookUrls } from '../../lib/storage/companion-api';
import { version } from '../../package.json';
import type { CompanionEnv } from '../auth';
import type { CompanionConfig } from '../config';

/**
 * G1: says what runs here, whether the storage answers, and the limits, to anyone; with a valid token also whose token
 * it is. 200 even when the storage does not answer: the companion itself does.
 */
export function healthRoutes(
  { storage, presignBatch, maxObjectBytes }: CompanionConfig,
  storageHealth: () => Promise<boolean>,
  /** What else is set up here, and whether it works. */
  more: () => HealthAnswer['plugins'] = () => [],
) {
  return new Hono<CompanionEnv>().get('/api/v1/health', async (context) => {
    const userId = context.get('userId');
    const healthy = await storageHealth();
    const answer: HealthAnswer = {
      status: healthy ? 'ok' : 'degraded',
      version,
      plugins: [
        { name: storage.name, display_name: storage.displayName, category: 'storage', enabled: true, healthy },
        ...more(),
      ],
      ...(userId !== undefined && { user_id: userId }),
      limits: {
        presign_batch: presignBatch,
        max_object_bytes: maxObjectBytes,
        look_batch: maxLookUrls,
        multipart: true,
      },
    };
    return context.json(answer);
  });
}
