import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import {
  type CardSetsAnswer,
  cardSetsQuery,
  maxDownloadArticles,
  ozonCallRequest,
  ozonDownloadRequest,
  type ozonPushAnswer,
  type ozonPushFailure,
  ozonPushRequest,
} from '../../lib/storage/ozon-api';
import { type CompanionEnv, callerOf } from '../auth';
import { failureOf, invalidBy, RequestError } from '../errors';
import { readJson } from '../json-body';
import type { CardSets } from '../ozon/card-sets';
import type { createDownload } from '../ozon/download';
import type { createPush } from '../ozon/push';
import type { createRelay } from '../ozon/relay';

type Deps = {
  download: ReturnType<typeof createDownload>;
  push: ReturnType<typeof createPush>;
  relay: ReturnType<typeof createRelay>;
  /** What cards had before pushes, where there is somewhere to keep it. */
  cardSets: CardSets | undefined;
};

const isTooMany = ({ issues }: z.ZodError) =>
  issues.some(({ code, path }) => code === 'too_big' && path.length === 1 && path[0] === 'articles');

async function bodyOf<S extends z.ZodType>(context: Context<CompanionEnv>, schema: S): Promise<z.output<S>> {
  const body = schema.safeParse(await readJson(context.req));
  if (body.success) return body.data;
  if (isTooMany(body.error))
    throw new RequestError(413, 'companion.refused', `articles: at most ${maxDownloadArticles} in one call`);
  // zod's own sentences tell no value: a credential is among them.
  throw invalidBy(body.error, 'body');
}

/** G5, G6 and the way to Ozon for stores that have none of their own (A6). */
export function ozonRoutes({ download, push, relay, cardSets }: Deps) {
  return new Hono<CompanionEnv>()
    .post('/api/v1/ozon/download', async (context) => {
      const userId = callerOf(context);
      const request = await bodyOf(context, ozonDownloadRequest);
      if (request.user_id !== undefined && request.user_id !== userId)
        throw new RequestError(403, 'companion.foreign_path', "user_id: must be the token's own user");
      const data = await download(userId, request);
      return context.json({ success: true, data, error: null, execution_time_ms: data.execution_time_ms });
    })
    .post('/api/v1/ozon/push-images', async (context) => {
      const outcome = await push(callerOf(context), await bodyOf(context, ozonPushRequest));
      if ('data' in outcome)
        return context.json({ success: true, ...outcome } satisfies z.input<typeof ozonPushAnswer>);
      const { refusal, ...rest } = outcome;
      for (const [name, value] of Object.entries(refusal.headers)) context.header(name, value);
      return context.json({ ...failureOf(refusal), ...rest } satisfies z.input<typeof ozonPushFailure>, refusal.status);
    })
    .get('/api/v1/card-sets', async (context) => {
      const query = cardSetsQuery.safeParse(context.req.query());
      if (!query.success) throw invalidBy(query.error, 'query');
      if (!cardSets)
        throw new RequestError(404, 'companion.refused', 'This companion keeps no old sets: it has no database.');
      return context.json((await cardSets.list(callerOf(context), query.data)) satisfies CardSetsAnswer);
    })
    .post('/api/v1/ozon/call', async (context) => context.json(await relay(await bodyOf(context, ozonCallRequest))));
}
