import { z } from 'zod';
import type { StoreId } from '../core/ids';
import type { Job, Line } from '../core/job';
import type { ItemChange } from '../core/tally';
import type { NewTask } from '../core/task';
import { maxIdsPerRead } from '../ozon/api';
import type { Handler, HandlerContext, HandlerResult } from '../queue/ports';
import type { CodeLog, ReadCodes } from './read-codes';
import { lookupWhere, resolveByIdTask } from './resolve-products';

const input = lookupWhere.extend({
  round: z.int(),
  lines: z.array(z.object({ seq: z.int(), article: z.string() })),
});
type Request = z.infer<typeof input>;

/** Codes read longer ago than this are read anew when one is missing: its product may be new. */
const freshMs = 15 * 60_000;

/** The matching of up to 1000 vendor codes of a job with products. */
export function matchCodesTask(job: Job['id'], request: Request): NewTask {
  const first = String(request.lines[0]?.seq ?? 0).padStart(7, '0');
  return { id: `${job}/match/${request.round}/${first}-${request.lines.length}`, kind: 'match-codes', input: request };
}

type Deps = { log: Pick<CodeLog, 'find'>; readCodes: ReadCodes; now: () => number };

/**
 * Finds products by vendor code. The line of a code takes its first product; each further product becomes a line of its
 * own at the end of the list, under the same code (docs/decisions/010).
 */
export function createMatchCodes({ log, readCodes, now }: Deps): Handler<HandlerResult> {
  async function found(store: StoreId, codes: string[], { signal, connect }: HandlerContext) {
    await readCodes(store, { since: 0, signal, connect });
    const known = await log.find(store, codes);
    if (known.size === new Set(codes).size) return known;
    await readCodes(store, { since: now() - freshMs, signal, connect });
    return log.find(store, codes);
  }

  return {
    async run({ jobId, input: given }, context) {
      const request = input.parse(given);
      const codes = request.lines.map(({ article }) => article);
      const products = await found(request.storeId, codes, context);
      const changes: ItemChange[] = [];
      const own: Line[] = [];
      const further: { article: string; lookupId: string }[] = [];
      for (const { seq, article } of request.lines) {
        const [lookupId, ...others] = products.get(article) ?? [];
        if (lookupId === undefined) changes.push(absentChange(seq));
        else {
          changes.push({ seq, set: { lookupId } });
          own.push({ seq, article, lookupId });
          further.push(...others.map((other) => ({ article, lookupId: other })));
        }
      }
      const tasksOf = (lines: Line[]) => lookupTasks(jobId, request, lines);
      return {
        output: { found: own.length },
        changes,
        spawn: tasksOf(own),
        append: { once: false, lines: further, tasksOf },
      };
    },

    onFailed: (task, error) =>
      input.parse(task.input).lines.map(({ seq }) => ({ seq, set: { status: 'failed' }, error })),
  };
}

const absentChange = (seq: number): ItemChange => ({
  seq,
  set: { status: 'failed' },
  error: { code: 'product.not_found', params: {} },
});

function lookupTasks(job: Job['id'], request: Request, lines: Line[]): NewTask[] {
  const where = lookupWhere.parse(request);
  const tasks: NewTask[] = [];
  for (let from = 0; from < lines.length; from += maxIdsPerRead)
    tasks.push(resolveByIdTask(job, request.round, where, lines.slice(from, from + maxIdsPerRead)));
  return tasks;
}
