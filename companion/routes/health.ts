import { Hono } from 'hono';
import { type HealthAnswer, maxLookUrls } from '../../lib/storage/companion-api';
import { version } from '../../package.json';
import type { CompanionEnv } from '../auth';
import type { CompanionConfig } from '../config';

/** G1: says what runs here and its limits, to anyone; with a valid token also whose token it is. */
export function healthRoutes({ storage, presignBatch, maxObjectBytes }: CompanionConfig) {
  return new Hono<CompanionEnv>().get('/api/v1/health', (context) => {
    const userId = context.get('userId');
    const answer: HealthAnswer = {
      status: 'ok',
      version,
      plugins: [
        { name: storage.name, display_name: storage.displayName, category: 'storage', enabled: true, healthy: true },
      ],
      ...(userId !== undefined && { user_id: userId }),
      limits: { presign_batch: presignBatch, max_object_bytes: maxObjectBytes, look_batch: maxLookUrls },
    };
    return context.json(answer);
  });
}
