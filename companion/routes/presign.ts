import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Failure, PresignedUpload } from '../../lib/storage/companion-api';
import { type CompanionEnv, callerOf } from '../auth';
import type { CompanionConfig } from '../config';
import { failureOf, invalidBy, invalidField, RequestError } from '../errors';
import { readJson } from '../json-body';
import type { Presign } from '../presign';
import type { Cost, TakeQuota } from '../quota';
import { planUpload, type UploadPlan } from '../upload-plan';

// Only the outer form: each item is parsed alone, so that a bad one does not spoil the others.
const batch = z.object({ items: z.array(z.unknown()).min(1) });

async function readItems(context: Context<CompanionEnv>, limit: number): Promise<unknown[]> {
  const body = batch.safeParse(await readJson(context.req));
  if (!body.success) throw invalidBy(body.error, 'body');
  if (body.data.items.length > limit) {
    throw new RequestError(413, 'companion.refused', `items: at most ${limit} in one call`);
  }
  return body.data.items;
}

/** G2 and G3: signed addresses for uploads into the caller's own folder. */
export function presignRoutes(
  { maxObjectBytes, presignBatch, quota }: CompanionConfig,
  presign: Presign,
  take: TakeQuota,
) {
  const costOf = (plans: UploadPlan[]): Cost => ({
    signatures: plans.length,
    objects: plans.length,
    bytes: plans.reduce((sum, { contentLength = 0 }) => sum + contentLength, 0),
  });

  function planOf(item: unknown, userId: string): UploadPlan {
    const plan = planUpload(item, userId, maxObjectBytes);
    // A length that is not told is not signed, and the storage takes whatever is sent: nothing that could be counted.
    if (quota.bytesPerDay !== undefined && plan.contentLength === undefined) {
      throw invalidField('content_length', 'must be told here, where the bytes of a day are limited');
    }
    return plan;
  }

  function planOrFailure(item: unknown, userId: string): UploadPlan | Failure {
    try {
      return planOf(item, userId);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return failureOf(error);
    }
  }

  return new Hono<CompanionEnv>()
    .post('/api/v1/r2/presigned-url', async (context) => {
      const userId = callerOf(context);
      const plan = planOf(await readJson(context.req), userId);
      await take(userId, costOf([plan]));
      return context.json(await presign(plan));
    })
    .post('/api/v1/r2/presigned-urls', async (context) => {
      const userId = callerOf(context);
      const planned = (await readItems(context, presignBatch)).map((item) => planOrFailure(item, userId));
      const plans = planned.filter((plan) => 'key' in plan);
      if (plans.length > 0) await take(userId, costOf(plans));
      const items: (PresignedUpload | Failure)[] = [];
      // One after another: measured 1.4 to 3 times faster than all promises at once (object-storage.md §6).
      for (const plan of planned) items.push('key' in plan ? await presign(plan) : plan);
      return context.json({ items });
    });
}
