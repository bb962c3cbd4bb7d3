import { z } from 'zod';
import { articleField, maxArticleLength } from '../core/article';
import { connectionCheck } from '../core/connection';
import { companionForm, storeForm } from '../core/forms';
import { jobId, storeId } from '../core/ids';
import { destination } from '../core/job';
import { settingsChange } from '../core/settings';
import { storeCheck } from '../core/store';

/** Who may send a message. Content scripts are strangers: nothing is open to them yet (architecture.md §7). */
export type Sender = 'page' | 'content';

type Message = { from: readonly Sender[]; input: z.ZodType; output: z.ZodType };

const page = ['page'] as const;
const nothing = z.void();
const oneJob = { from: page, input: z.object({ id: jobId }), output: nothing } satisfies Message;
const oneStore = { from: page, input: z.object({ id: storeId }), output: nothing } satisfies Message;

/** Every message there is: who may send it, what it carries, what comes back. The gate refuses all others. */
export const messages = {
  'stores.save': { from: page, input: storeForm, output: z.object({ id: storeId }) },
  'stores.check': { from: page, input: z.object({ id: storeId }), output: storeCheck },
  'stores.delete': oneStore,
  'companion.save': { from: page, input: companionForm, output: nothing },
  'companion.check': { from: page, input: z.null(), output: connectionCheck },
  'settings.save': { from: page, input: settingsChange, output: nothing },
  'jobs.create': {
    from: page,
    input: z.object({
      storeId,
      field: articleField,
      destination,
      articles: z.array(z.string().min(1).max(maxArticleLength)).min(1),
    }),
    output: z.object({ id: jobId }),
  },
  /** Makes a stopped worker take up its work; open pages send it while a job is open. */
  'jobs.wake': { from: page, input: z.null(), output: nothing },
  'jobs.pause': oneJob,
  'jobs.resume': oneJob,
  'jobs.cancel': oneJob,
  'jobs.retry': oneJob,
  'jobs.delete': oneJob,
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
