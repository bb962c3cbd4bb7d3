import type { z } from 'zod';
import { failure, presignBatchAnswer, presignedUpload } from '../../lib/storage/companion-api';
import { token } from './local-r2';

/** A companion under test, wherever it runs. */
export type Running = { url: string; stop: () => Promise<unknown> };

/** One whose log is kept. */
export type Logged = Running & { lines: string[] };

const bearer = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

/** POST of a JSON value (a text goes as it is), as user `u1` unless other headers are given. */
export function post(running: Running, path: string, body: unknown, headers: Record<string, string> = bearer) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(`${running.url}/api/v1/r2/${path}`, { method: 'POST', headers, body: text });
}

/** Status and body of an answer that must fit the schema. */
export async function read<S extends z.ZodType>(answer: Response, schema: S) {
  return { status: answer.status, body: schema.parse(await answer.json()) };
}

/** Signs one upload; fails the test when the companion refuses. */
export async function presignOne(running: Running, item: object) {
  const answer = await read(await post(running, 'presigned-url', item), presignedUpload);
  return answer.body;
}

/** Status, code and text of a refused single presign. */
export async function refusal(running: Running, body: unknown, headers?: Record<string, string>) {
  const answer = await read(await post(running, 'presigned-url', body, headers), failure);
  return { status: answer.status, code: answer.body.code, error: answer.body.error };
}

/** The answered items of a batch. */
export async function presignMany(running: Running, items: unknown[]) {
  const answer = await read(await post(running, 'presigned-urls', { items }), presignBatchAnswer);
  return answer.body.items;
}
