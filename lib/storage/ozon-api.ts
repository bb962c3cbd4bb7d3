import { z } from 'zod';
import { listField } from '../core/article';
import { itemStatus } from '../core/job';
import { pushField } from '../core/push';
import { sellerMethod } from '../core/seller-method';
import { failure } from './companion-api';

/**
 * The companion's contract for work with Ozon (product.md G5, G6, A6). The credential travels in the body of each call
 * and lives as long as the call.
 */

/** Most articles of one download; more is a job of server mode. */
export const maxDownloadArticles = 100;

const credential = z.object({
  client_id: z.union([z.string().regex(/^[1-9]\d{0,18}$/), z.int().positive()]),
  // What may stand in a header.
  api_key: z.string().regex(/^[\x21-\x7e]{1,200}$/),
});
export type WireCredential = z.infer<typeof credential>;

export const ozonDownloadRequest = z.object({
  credential,
  articles: z.array(z.string().trim().min(1).max(255)).min(1).max(maxDownloadArticles),
  field: listField.default('offer_id'),
  /** May be left out; must be the caller's own. */
  user_id: z.string().optional(),
  /** False: addresses at Ozon only. True: the pictures are copied to storage. */
  download_images: z.boolean().default(false),
});
export type OzonDownloadRequest = z.infer<typeof ozonDownloadRequest>;

const count = z.int().nonnegative();

export const ozonDownloadResult = z.object({
  total_articles: count,
  processed: count,
  total_images: count,
  success_images: count,
  failed_images: count,
  items: z.array(
    z.object({
      article: z.string(),
      product_id: z.string().nullable(),
      offer_id: z.string().nullable(),
      sku: z.string().nullable(),
      status: itemStatus,
      total_images: count,
      success_images: count,
      failed_images: count,
      urls: z.array(z.string()),
      /** A code, as `product.not_found`. */
      error: z.string().nullable(),
    }),
  ),
  execution_time_ms: count,
});
export type OzonDownloadResult = z.infer<typeof ozonDownloadResult>;

export const ozonDownloadAnswer = z.object({
  success: z.literal(true),
  data: ozonDownloadResult,
  error: z.null(),
  execution_time_ms: count,
});

const address = z.string().max(8192);

export const ozonPushRequest = z.object({
  credential,
  product_id: z.union([z.string().regex(/^\d{1,19}$/), z.int().positive()]),
  /** The new set, main picture first; left out, the pictures stay as they are. */
  images: z.array(address).max(1000).optional(),
  /** Withdrawn by Ozon; anything in it is refused. */
  images360: z.array(address).max(1000).optional(),
  /** The colour sample; left out it stays, null takes it away. */
  color_image: address.nullable().optional(),
  /** More than the usual 30 pictures, up to 50, on purpose. */
  allow_more: z.boolean().default(false),
});
export type OzonPushRequest = z.infer<typeof ozonPushRequest>;

/** What is wrong with a set, at the picture it concerns; `reason` is a code, `index` counts from 0. */
export const ozonPushErrors = z.array(
  z.object({ field: pushField, index: z.int().nullable(), url: z.string().nullable(), reason: z.string() }),
);
export type OzonPushErrors = z.infer<typeof ozonPushErrors>;

/** A card's set, as a push takes it. */
export const cardSet = z.object({ images: z.array(z.string()), color_image: z.string().nullable() });
export type CardSet = z.infer<typeof cardSet>;

/** What is told of a set whether it went to the card or not. */
const ozonPushSeen = z.object({
  previous: cardSet
    .nullable()
    .describe(
      'The set the card had when the call began, as a call takes it: sent back, it undoes this one. Null where the card ' +
        'was not read. After push.changed_meanwhile it is the earlier set, no longer on the card.',
    ),
  /** What did not stop the push: pictures nobody could look at, and what moderators may dislike. */
  warnings: ozonPushErrors,
});
export type OzonPushSeen = z.infer<typeof ozonPushSeen>;

export const ozonPushAnswer = ozonPushSeen.extend({
  success: z.literal(true),
  data: z.object({
    product_id: z.string(),
    /** What this call has changed. */
    updated: z.object({ images: count, color_image: z.boolean() }),
    /** The pictures of the card now, under Ozon's own addresses. */
    current_images: z.array(z.string()),
  }),
});
export type OzonPushAnswer = z.infer<typeof ozonPushAnswer>;

export const ozonPushFailure = failure.extend({ errors: ozonPushErrors, ...ozonPushSeen.shape });

export const cardSetsQuery = z.object({
  product_id: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** `next` of the page before. */
  before: z.coerce.number().int().positive().optional(),
});

/** Sets that cards had before the caller's pushes. */
export const cardSetsAnswer = z.object({
  /** Newest first. */
  card_sets: z.array(
    z.object({ id: z.int().positive(), product_id: z.string(), previous: cardSet, created_at: z.iso.datetime() }),
  ),
  /** `before` of the next page; null at the end. */
  next: z.int().positive().nullable(),
});
export type CardSetsAnswer = z.infer<typeof cardSetsAnswer>;

export const ozonCallRequest = z.object({
  credential,
  method: sellerMethod,
  /** The body of the method. */
  body: z.record(z.string(), z.unknown()),
});
export type OzonCallRequest = z.infer<typeof ozonCallRequest>;

/**
 * Ozon's answer as it came. The body stays text: a page of a shop's attributes is megabytes long, and a Worker has
 * milliseconds.
 */
export const ozonCallAnswer = z.object({
  status: z.int().min(200).max(599),
  /** Headers of limits, where Ozon sent them. */
  retry_after: z.string().nullable(),
  item_retry_after: z.string().nullable(),
  body: z.string(),
});
export type OzonCallAnswer = z.infer<typeof ozonCallAnswer>;
