import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { jpegOf, pngOf } from '../../lib/pipeline/testing/pictures';

const key = 'sk-key-of-the-image-provider';
const model = 'gpt-image-1';

/** What it makes; each picture is told apart by its pixels. */
export const generated = pngOf(1024, 1536);
export const edited = jpegOf(900, 1200);

/** OpenAI refuses parameters it does not know, so a strict object. */
const asked = z.strictObject({
  model: z.literal(model),
  prompt: z.string().min(1).max(32_000),
  n: z.union([z.literal(1), z.literal('1')]),
  size: z.literal('1024x1536'),
});

type Answer = { status: number; json: unknown; headers?: Record<string, string> };

const refusal = (status: number, code: string, headers?: Record<string, string>): Answer => ({
  status,
  // As real ones do, it quotes more than a stranger should see.
  json: { error: { message: `Your key ${key} …`, type: 'image_generation_user_error', code } },
  ...(headers && { headers }),
});

const base64 = (bytes: Uint8Array | string) => ({
  status: 200,
  json: { created: 1, data: [{ b64_json: Buffer.from(bytes).toString('base64'), url: null }] },
});

const bodyOf = async (request: IncomingMessage) => Buffer.concat(await request.toArray());

async function fieldsOf(request: IncomingMessage): Promise<{ image?: File; fields: unknown }> {
  const body = await bodyOf(request);
  const type = request.headers['content-type'] ?? '';
  if (request.url?.endsWith('/generations')) {
    return { fields: type.startsWith('application/json') ? JSON.parse(body.toString()) : undefined };
  }
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  const { image, ...fields } = Object.fromEntries(form);
  return { fields, ...(image instanceof File && { image }) };
}

/**
 * A strict stand-in of a service with OpenAI's images API at `${url}/v1`: key, model and parameters must be right. Words
 * of the prompt choose what happens.
 */
export async function startImageApi() {
  const calls: { path: string; prompt: string; image?: { type: string; bytes: Buffer } }[] = [];
  let url = '';

  const special: [word: string, answer: (prompt: string) => Answer][] = [
    ['linked', () => ({ status: 200, json: { data: [{ url: `${url}/made.png?sig=secret` }] } })],
    ['elsewhere', (prompt) => ({ status: 200, json: { data: [{ url: prompt.split(' ').at(-1) }] } })],
    ['forbidden', () => refusal(400, 'moderation_blocked')],
    ['busy', () => refusal(429, 'rate_limit_exceeded', { 'retry-after': '7' })],
    ['broken', () => refusal(500, 'server_error')],
    ['page', () => base64('<!doctype html>')],
    ['nonsense', () => ({ status: 200, json: { data: [{ b64_json: '***' }] } })],
    ['nothing', () => ({ status: 200, json: { data: [] } })],
  ];

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'POST') return refusal(405, 'method_not_allowed');
    if (request.headers.authorization !== `Bearer ${key}`) return refusal(401, 'invalid_api_key');
    const path = request.url ?? '';
    if (!['/v1/images/generations', '/v1/images/edits'].includes(path)) return refusal(404, 'not_found');
    const { fields, image } = await fieldsOf(request);
    const { data } = asked.safeParse(fields);
    const isEdit = path.endsWith('/edits');
    if (!data || isEdit !== (image !== undefined)) return refusal(400, 'unknown_parameter');
    const { prompt } = data;
    const sent = image && { image: { type: image.type, bytes: Buffer.from(await image.arrayBuffer()) } };
    calls.push({ path, prompt, ...sent });
    return special.find(([word]) => prompt.includes(word))?.[1](prompt) ?? base64(isEdit ? edited : generated);
  }

  async function serve(request: IncomingMessage, response: ServerResponse) {
    if (request.url?.startsWith('/made.png')) return response.writeHead(200).end(generated);
    const { status, json, headers } = await answerTo(request);
    return response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  return {
    calls,
    key,
    environment: { AI_BASE_URL: `${url}/v1/`, AI_API_KEY: key, AI_MODEL: model, AI_SIZE: '1024x1536' },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
