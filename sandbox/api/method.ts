import type { z } from 'zod';
import type { SandboxStore } from '../stores/store';
import type { Answer } from '../tls/answer';
import { badRequest } from './api-error';

/** A method of the API: reads the body's JSON and answers for one store. */
export type Method = (store: SandboxStore, body: unknown) => Answer;

/** A method whose body must have a shape; anything else is refused with 400 code 3. */
export function withBody<Schema extends z.ZodType>(
  schema: Schema,
  answer: (store: SandboxStore, body: z.infer<Schema>) => Answer,
): Method {
  return (store, body) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return answer(store, parsed.data);
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    return badRequest(`proto: syntax error or invalid value for field ${where}`);
  };
}
