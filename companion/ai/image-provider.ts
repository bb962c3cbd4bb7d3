import { z } from 'zod';
import { readBytes } from '../../lib/net/read-bytes';
import { type Fetch, request } from '../../lib/net/request';
import { type FetchedPicture, pictureOf } from '../../lib/pipeline/fetch-picture';
import { badAnswer, providerFailure, providerRefusal } from './provider-errors';
import type { ImageProviderSettings } from './settings';

type Deps = {
  fetch: Fetch;
  /** Gets a picture the provider has put somewhere instead of answering with it. */
  pictureAt: (url: string) => Promise<FetchedPicture>;
  maxBytes: number;
  now: () => number;
};

/** Providers take a minute and more for one picture. */
const timeoutMs = 180_000;

const answer = z.object({
  data: z.array(z.object({ b64_json: z.string().nullish(), url: z.string().nullish() })).min(1),
});

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  // A loop: a function call for each byte would cost a Worker a second for a large picture.
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

async function jsonOf(response: Response, maxBytes: number): Promise<unknown> {
  // A picture in base64 is a third longer, and something stands around it.
  const text = new TextDecoder().decode(await readBytes(response, Math.ceil((maxBytes * 4) / 3) + 65_536));
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A service that makes pictures, by OpenAI's images API. Errors: RequestError 400, 429, 502, 504 with `ai.*`. */
export function createImageProvider(settings: ImageProviderSettings, { fetch, pictureAt, maxBytes, now }: Deps) {
  const { baseUrl, apiKey, model, size } = settings;
  const asked = { model, n: 1, ...(size && { size }) };
  let lastFailed = false;

  async function ask(path: string, body: string | FormData): Promise<unknown> {
    // A Worker's signal belongs to the request it was made in.
    const { signal } = new AbortController();
    const type = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
    const headers = { authorization: `Bearer ${apiKey}`, ...type };
    // A redirect would carry the key to wherever it leads.
    const init = { method: 'POST', headers, body, redirect: 'manual' } as const;
    const options = { peer: 'ai', init, signal, timeoutMs } as const;
    const { response, json } = await request(fetch, `${baseUrl}${path}`, options, async (answered) => ({
      response: answered,
      json: await jsonOf(answered, maxBytes),
    }));
    if (!response.ok) throw providerRefusal(response, json, now());
    return json;
  }

  function edit(prompt: string, { bytes, contentType, extension }: FetchedPicture): Promise<unknown> {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...asked, prompt })) form.set(name, String(value));
    form.set('image', new Blob([bytes], { type: contentType }), `image.${extension}`);
    return ask('/images/edits', form);
  }

  async function make(prompt: string, source?: FetchedPicture): Promise<FetchedPicture> {
    const json = source
      ? await edit(prompt, source)
      : await ask('/images/generations', JSON.stringify({ ...asked, prompt }));
    const made = answer.safeParse(json).data?.data[0];
    if (made?.b64_json) return pictureOf(bytesOf(made.b64_json));
    if (made?.url) return pictureAt(made.url);
    throw badAnswer();
  }

  return {
    /** Whether the last picture asked for was made; asking for one only to know would cost money. */
    healthy: () => !lastFailed,

    /** A picture by its description, or of another picture. */
    make: (prompt: string, source?: FetchedPicture): Promise<FetchedPicture> =>
      make(prompt, source).then(
        (picture) => {
          lastFailed = false;
          return picture;
        },
        (thrown: unknown) => {
          const failure = providerFailure(thrown instanceof DOMException ? badAnswer() : thrown);
          lastFailed = !(failure instanceof Error && 'status' in failure && failure.status === 400);
          throw failure;
        },
      ),
  };
}

export type ImageProvider = ReturnType<typeof createImageProvider>;
