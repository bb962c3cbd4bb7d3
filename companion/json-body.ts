import type { HonoRequest } from 'hono';
import { invalidField } from './errors';

/** The JSON of a request, still to be parsed by a schema. Throws 400 when it is not declared as JSON or is none. */
export async function readJson(request: HonoRequest): Promise<unknown> {
  // Read before anything is refused: on Node an unread body would block the connection for the next request.
  const text = await request.text();
  if (!/^application\/json\s*(?:;|$)/i.test(request.header('content-type') ?? '')) {
    throw invalidField('content-type', 'must be application/json');
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body.
    throw invalidField('body', 'is not valid JSON');
  }
}
