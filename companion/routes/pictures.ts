import { Hono } from 'hono';
import { maxLookUrls, pictureLookRequest } from '../../lib/storage/companion-api';
import type { CompanionEnv } from '../auth';
import { invalidBy, RequestError } from '../errors';
import { readJson } from '../json-body';
import type { Look } from '../look';

/** Says what is found at pictures' addresses, for browsers that may not read other servers' answers. */
export function pictureRoutes(look: Look) {
  return new Hono<CompanionEnv>().post('/api/v1/pictures/look', async (context) => {
    const body = pictureLookRequest.safeParse(await readJson(context.req));
    if (body.success) return context.json({ findings: await look(body.data.urls) });
    if (body.error.issues.some(({ code, path }) => code === 'too_big' && path.length === 1)) {
      throw new RequestError(413, 'companion.refused', `urls: at most ${maxLookUrls} in one call`);
    }
    throw invalidBy(body.error, 'body');
  });
}
