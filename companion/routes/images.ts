import { Hono } from 'hono';
import { generateImageRequest, outputsQuery } from '../../lib/storage/outputs-api';
import type { MakePicture } from '../ai/make-picture';
import type { Outputs } from '../ai/outputs';
import { type CompanionEnv, callerOf } from '../auth';
import { invalidBy, RequestError } from '../errors';
import { readJson } from '../json-body';

/** G8: makes a picture, or takes one over, and lists what the caller has had made. */
export function imageRoutes(make: MakePicture, outputs: Outputs | undefined) {
  return new Hono<CompanionEnv>()
    .post('/api/v1/ai/generate-image', async (context) => {
      const body = generateImageRequest.safeParse(await readJson(context.req));
      if (!body.success) throw invalidBy(body.error, 'body');
      return context.json(await make(callerOf(context), body.data));
    })
    .get('/api/v1/outputs', async (context) => {
      const query = outputsQuery.safeParse(context.req.query());
      if (!query.success) throw invalidBy(query.error, 'query');
      if (!outputs) {
        throw new RequestError(
          404,
          'companion.refused',
          'This companion keeps no list of outputs: it has no database.',
        );
      }
      return context.json(await outputs.list(callerOf(context), query.data));
    });
}
