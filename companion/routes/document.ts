import { Hono } from 'hono';
import type { CompanionEnv } from '../auth';
import { createApiDocument } from '../openapi';

/** The OpenAPI document, made when first asked for: a Worker's start is not to wait for it. */
export function documentRoutes() {
  let document: ReturnType<typeof createApiDocument> | undefined;
  return new Hono<CompanionEnv>().get('/api/v1/openapi.json', (context) => {
    document ??= createApiDocument();
    return context.json(document);
  });
}
