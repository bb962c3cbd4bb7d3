import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import { type CompanionEnv, callerOf } from '../auth';
import { invalidBy, RequestError } from '../errors';
import type { JobDesk } from '../jobs/job-desk';
import {
  type jobAnswer,
  type jobItemsAnswer,
  jobItemsQuery,
  type jobListAnswer,
  jobListQuery,
  jobParams,
  jobRequest,
  maxJobArticles,
} from '../jobs/jobs-api';
import { readJson } from '../json-body';

const isTooMany = ({ issues }: z.ZodError) =>
  issues.some(({ code, path }) => code === 'too_big' && path.length === 1 && path[0] === 'articles');

function parsed<S extends z.ZodType>(schema: S, value: unknown, fallback: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  if (isTooMany(result.error))
    throw new RequestError(413, 'companion.refused', `articles: at most ${maxJobArticles} in one job`);
  throw invalidBy(result.error, fallback);
}

const idOf = (context: Context) => parsed(jobParams, context.req.param(), 'id').id;

/** G9: jobs that run on the server. Where nothing is there to run them, every address says so. */
export function jobRoutes(desk: JobDesk | undefined) {
  const open = (): JobDesk => {
    if (desk) return desk;
    throw new RequestError(
      404,
      'companion.no_server_mode',
      'This companion has no server mode; up to 100 articles go by /api/v1/ozon/download.',
    );
  };
  const area = '/api/v1/ozon/jobs';

  return new Hono<CompanionEnv>()
    .post(area, async (context) => {
      const jobs = open();
      const userId = callerOf(context);
      const request = parsed(jobRequest, await readJson(context.req), 'body');
      if (request.user_id !== undefined && request.user_id !== userId)
        throw new RequestError(403, 'companion.foreign_path', "user_id: must be the token's own user");
      const data = await jobs.start(userId, request);
      return context.json({ success: true, data } satisfies z.input<typeof jobAnswer>);
    })
    .get(area, async (context) => {
      const query = parsed(jobListQuery, context.req.query(), 'query');
      const data = await open().list(callerOf(context), query);
      return context.json({ success: true, data } satisfies z.output<typeof jobListAnswer>);
    })
    .get(`${area}/:id`, async (context) => {
      const data = await open().state(callerOf(context), idOf(context));
      return context.json({ success: true, data } satisfies z.output<typeof jobAnswer>);
    })
    .get(`${area}/:id/items`, async (context) => {
      const query = parsed(jobItemsQuery, context.req.query(), 'query');
      const data = await open().items(callerOf(context), idOf(context), query);
      return context.json({ success: true, data } satisfies z.output<typeof jobItemsAnswer>);
    })
    .post(`${area}/:id/cancel`, async (context) => {
      const data = await open().cancel(callerOf(context), idOf(context));
      return context.json({ success: true, data } satisfies z.output<typeof jobAnswer>);
    });
}
