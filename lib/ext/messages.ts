import { z } from 'zod';
import { articleField, listField, maxLengthOf } from '../core/article';
import { connectionCheck } from '../core/connection';
import { errorCodes } from '../core/error-codes';
import { companionForm, storeForm } from '../core/forms';
import { jobId, storeId } from '../core/ids';
import { downloadDestination } from '../core/job';
import { companyId, jobSummary, portalProduct, portalView } from '../core/portal';
import { pictureFinding, pictureLimit, pictureSet, productsPerPush, pushQuota, pushTarget } from '../core/push';
import { settingsChange } from '../core/settings';
import { storeCheck, storeSize } from '../core/store';

/**
 * Who may send a message. Content scripts are strangers (architecture.md §7): they may use the area `portal` only, which
 * takes ids, never an address, a header or a key, and gives counts and error codes (docs/decisions/007).
 */
export type Sender = 'page' | 'content';

type Message = { from: readonly Sender[]; input: z.ZodType; output: z.ZodType };

const page = ['page'] as const;
const content = ['content'] as const;
const nothing = z.void();
const oneJob = { from: page, input: z.object({ id: jobId }), output: nothing } satisfies Message;
const oneStore = { from: page, input: z.object({ id: storeId }), output: nothing } satisfies Message;

/** Every message there is: who may send it, what it carries, what comes back. The gate refuses all others. */
export const messages = {
  'stores.save': { from: page, input: storeForm, output: z.object({ id: storeId }) },
  'stores.check': { from: page, input: z.object({ id: storeId }), output: storeCheck },
  'stores.delete': oneStore,
  /** How many products a store has. */
  'stores.size': { from: page, input: z.object({ id: storeId }), output: storeSize },
  /** Reads the vendor codes of a store; the reply comes when all are read. */
  'codes.read': oneStore,
  'companion.save': { from: page, input: companionForm, output: nothing },
  'companion.check': { from: page, input: z.null(), output: connectionCheck },
  'settings.save': { from: page, input: settingsChange, output: nothing },
  'jobs.create': {
    from: page,
    input: z
      .object({
        storeId,
        field: listField,
        destination: downloadDestination,
        /** Fetches and sends everything, whatever storage is known to hold. */
        fromScratch: z.boolean().optional(),
        articles: z.array(z.string().min(1)),
        /** Every product of the store; the list is empty then. */
        wholeStore: z.literal(true).optional(),
      })
      .refine(({ wholeStore, articles }) => (articles.length === 0) === (wholeStore === true), {
        path: ['articles'],
      })
      .refine(({ field, articles }) => articles.every(({ length }) => length <= maxLengthOf(field)), {
        path: ['articles'],
      }),
    output: z.object({ id: jobId }),
  },
  /** Makes a stopped worker take up its work; open pages send it while a job is open. */
  'jobs.wake': { from: page, input: z.null(), output: nothing },
  'jobs.pause': oneJob,
  'jobs.resume': oneJob,
  'jobs.cancel': oneJob,
  /** With a code, only what failed for that reason. */
  'jobs.retry': { from: page, input: z.object({ id: jobId, code: z.enum(errorCodes).optional() }), output: nothing },
  /** A new job with the list of another. */
  'jobs.again': { from: page, input: z.object({ id: jobId }), output: z.object({ id: jobId }) },
  'jobs.delete': oneJob,
  /** Pictures that were looked for at their public addresses and are not there. */
  'stored.forget': {
    from: page,
    input: z.object({ pictures: z.array(z.object({ key: z.string(), publicUrl: z.string() })).max(1000) }),
    output: nothing,
  },

  /** Products with their pictures as they are now; `missing` are the ids Ozon does not know. */
  'push.read': {
    from: page,
    input: z.object({ storeId, field: articleField, ids: z.array(z.string().min(1)).min(1).max(100) }),
    output: z.object({ products: z.array(pushTarget), missing: z.array(z.string()), quota: pushQuota.nullable() }),
  },
  /** Looks at addresses from outside, as Ozon will. */
  'push.check': {
    from: page,
    input: z.object({ urls: z.array(z.string()).min(1).max(100) }),
    output: z.object({ findings: z.array(pictureFinding) }),
  },
  /** Brings pictures the page has put aside under this id to storage, as many per product as it says. */
  'push.upload': {
    from: page,
    input: z.object({
      id: jobId,
      storeId,
      field: articleField,
      lines: z
        .array(
          pushTarget
            .pick({ productId: true, offerId: true, sku: true })
            .extend({ article: z.string().min(1), pictures: z.int().min(1).max(pictureLimit.most) }),
        )
        .min(1)
        .max(productsPerPush),
    }),
    output: z.object({ id: jobId }),
  },
  /** Replaces the pictures of products; refuses with `push.*` what must not be sent. */
  'push.start': {
    from: page,
    input: z.object({
      storeId,
      items: z.array(pushTarget.extend({ next: pictureSet })).min(1),
      /** More than the usual 30 pictures, on purpose. */
      allowMore: z.boolean(),
    }),
    output: z.object({ id: jobId }),
  },
  /** Puts back the set a product had before a push; `expected` is what the seller was shown to be on the card now. */
  'push.undo': {
    from: page,
    input: z.object({ id: jobId, seq: z.int(), expected: pictureSet }),
    output: z.object({ id: jobId }),
  },

  /**
   * Downloads one product. With no key for the company shown it refuses (`portal.wrong_store`, `portal.store_unknown`),
   * unless the seller has been asked and `anyStore` says that the default store will do.
   */
  'portal.download': {
    from: content,
    input: z.object({ product: portalProduct, companyId, anyStore: z.boolean() }),
    output: z.object({ id: jobId }),
  },
  /** Opens the push window, in which a person decides; never pushes. */
  'portal.push': {
    from: content,
    input: z.object({ product: portalProduct, companyId, page: z.enum(['edit', 'list']) }),
    output: nothing,
  },
  /** Opens the bulk list with these SKUs in it. */
  'portal.collect': {
    from: content,
    input: z.object({
      skus: z
        .array(z.string().regex(/^\d{1,19}$/))
        .min(1)
        .max(1000),
      companyId,
    }),
    output: nothing,
  },
  'portal.view': { from: content, input: z.null(), output: portalView },
  'portal.job': { from: content, input: z.object({ id: jobId }), output: jobSummary },
} as const satisfies Record<string, Message>;

export type MessageName = keyof typeof messages;
export type MessageInput<N extends MessageName> = z.input<(typeof messages)[N]['input']>;
export type MessageOutput<N extends MessageName> = z.output<(typeof messages)[N]['output']>;

/** What travels: a name with its input there, a result or an error back. */
export const envelope = z.object({ name: z.string(), input: z.unknown() });
export const reply = z.union([
  z.object({ ok: z.literal(true), output: z.unknown().optional() }),
  z.object({ ok: z.literal(false), error: z.unknown() }),
]);
