import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Failure, PresignedUpload } from '../../lib/storage/companion-api';
import type { CompanionEnv } from '../auth';
import type { CompanionConfig } from '../config';
import { failureOf, invalidBy, RequestError } from '../errors';
import { readJson } from '../json-body';
import type { Presign } from '../presign';
import { planUpload } from '../upload-plan';

// Only the outer form: each item is parsed alone, so that a bad one does not spoil the others.
const batch = z.object({ items: z.array(z.unknown()).min(1) });

function userOf(context: Context<CompanionEnv>): string {
  const userId = context.get('userId');
  if (userId === undefined) throw new RequestError(401, 'companion.denied', 'An access token is needed.');
  return userId;
}

async function readItems(context: Context<CompanionEnv>, limit: number): Promise<unknown[]> {
  const body = batch.safeParse(await readJson(context.req));
  if (!body.success) throw invalidBy(body.error, 'body');
  if (body.data.items.length > limit) {
    throw new RequestError(413, 'companion.refused', `items: at most ${limit} in one call`);
  }
  return body.data.items;
}

/** G2 and G3: signed addresses for uploads into the caller's own folder. */
export function presignRoutes({ maxObjectBytes, presignBatch }: CompanionConfig, presign: Presign) {
  return new Hono<CompanionEnv>()
    .post('/api/v1/r2/presigned-url', async (context) => {
      const plan = planUpload(await readJson(context.req), userOf(context), maxObjectBytes);
      return context.json(await presign(plan));
    })
    .post('/api/v1/r2/presigned-urls', async (context) => {
      const userId = userOf(context);
      const items: (PresignedUpload | Failure)[] = [];
      // One after another: measured 1.4 to 3 times faster than all promises at once (object-storage.md §6).
      for (const item of await readItems(context, presignBatch)) {
        try {
          items.push(await presign(planUpload(item, userId, maxObjectBytes)));
        } catch (error) {
          if (!(error instanceof RequestError)) throw error;
          items.push(failureOf(error));
        }
      }
      return context.json({ items });
    });
}
