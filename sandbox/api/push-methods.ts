import { z } from 'zod';
import type { SandboxStore } from '../stores/store';
import { apiError, apiResult, badRequest } from './api-error';
import type { ImportTasks } from './import-tasks';
import { type Method, withBody } from './method';
import { importErrorOf } from './picture-error';
import { int64Text } from './product-filter';
import { pictureInfoOf } from './product-shapes';
import type { createQuotas, Quota } from './quota';
import type { WantedSet } from './settle-import';

const mostPictures = 50;

const pictureUrl = z.string().regex(/^https?:\/\/[^\s/]+\S*$/);
const optionalUrl = z.union([z.literal(''), pictureUrl]).default('');

const importBody = z.strictObject({
  items: z
    .array(
      z.strictObject({
        offer_id: z.string().min(1),
        primary_image: optionalUrl,
        color_image: optionalUrl,
        images: z.array(pictureUrl).max(mostPictures).default([]),
      }),
    )
    .min(1)
    .max(100),
});

function wantedOf({ offer_id, primary_image, color_image, images }: z.infer<typeof importBody>['items'][number]) {
  const pictures = [...new Set([...(primary_image === '' ? [] : [primary_image]), ...images])];
  return { offerId: offer_id, pictures, colour: color_image === '' ? undefined : color_image } satisfies WantedSet;
}

function refuseSets(sets: WantedSet[]): string | undefined {
  if (sets.some(({ pictures }) => pictures.length === 0)) return 'images: value must contain at least 1 item';
  if (sets.some(({ pictures }) => pictures.length > mostPictures)) return 'images: value must contain at most 50 items';
  const offerIds = new Set(sets.map(({ offerId }) => offerId));
  return offerIds.size < sets.length ? 'items: repeated offer_id' : undefined;
}

function quotaUsedUp(minutes: number) {
  const headers = { 'item-retry-after': String(minutes), 'item-rate-limit-remaining': '0' };
  const message = 'You have reached operation items limits. Try again later';
  return apiError(429, 'RESOURCE_EXHAUSTED', message, headers);
}

const iso = (time: number) => new Date(time).toISOString();

export type PushDeps = { imports: ImportTasks; quotas: ReturnType<typeof createQuotas> };

function limitsOf({ products }: SandboxStore, { limit, usage, resetAt }: Quota) {
  const reset_at = iso(resetAt);
  return {
    daily_create: { limit: 1000, usage: 0, reset_at },
    daily_update: { limit, usage, reset_at },
    total: { limit: -1, usage: products.length },
    // An object in the schema, an array in a live answer (ozon-seller-api.md §2.4).
    operation_limits: [{ limit: 1000, limit_type: 'RATE_LIMIT_PER_MINUTE' }],
  };
}

/** The methods of a push (ozon-seller-api.md §2.4, §4), by path. */
export function pushMethods({ imports, quotas }: PushDeps): [string, Method][] {
  const picturesImport = withBody(importBody, (store, { items }) => {
    const sets = items.map(wantedOf);
    const refusal = refuseSets(sets);
    if (refusal) return badRequest(refusal);
    const minutes = quotas.take(store.clientId, sets.length);
    return minutes === undefined ? apiResult({ task_id: imports.begin(store, sets) }) : quotaUsedUp(minutes);
  });

  const importInfo = withBody(
    z.strictObject({ task_id: z.union([z.int(), int64Text.transform(Number)]) }),
    ({ clientId }, { task_id }) => {
      const task = imports.tasks.find((known) => known.id === task_id && known.clientId === clientId);
      if (!task) return apiError(404, 5, 'task not found');
      const items = task.items.map(({ wanted, productId, status, errors }) => ({
        ...{ offer_id: wanted.offerId, product_id: productId, status, errors: errors.map(importErrorOf) },
      }));
      return apiResult({ result: { items, total: items.length } });
    },
  );

  const picturesInfo = withBody(
    z.strictObject({ product_id: z.array(int64Text).min(1).max(1000) }),
    ({ products }, { product_id }) => {
      const asked = new Set(product_id);
      const found = products.filter(({ productId }) => asked.has(String(productId)));
      return apiResult({ items: found.map((product) => pictureInfoOf(product, imports.errorsOf(product.productId))) });
    },
  );

  const infoLimit = withBody(z.strictObject({}), (store) => apiResult(limitsOf(store, quotas.read(store.clientId))));

  return [
    ['/v2/product/pictures/import', picturesImport],
    ['/v1/product/import/info', importInfo],
    ['/v2/product/pictures/info', picturesInfo],
    ['/v4/product/info/limit', infoLimit],
  ];
}
