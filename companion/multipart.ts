import { z } from 'zod';
import { AppError } from '../lib/core/app-error';
import { RequestError } from './errors';
import type { StorageCall, StorageClient } from './storage-client';
import { completionOf, elements, elementText } from './storage-xml';

export type Part = { part_number: number; etag: string; size: number };

/** What an upload is of, to be recognised when it is an object by now. `sha256` in base64. */
export type Content = { size: number; sha256: string };

/** Kept with the object; many storages check no checksum of the whole, and the ETag is made of those of the parts. */
const sha256Header = 'x-amz-meta-sha256';

const listed = z.object({ part_number: z.coerce.number().int(), etag: z.string(), size: z.coerce.number().int() });

/** Codes by which storages say that an upload is not there (any more), and that its parts do not fit. */
const gone = new Set(['NoSuchUpload', 'NoSuchKey']);
const unfit = new Set(['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'MalformedXML']);

const uploadGone = () =>
  new RequestError(
    404,
    'storage.upload_gone',
    'upload_id: the storage knows no such upload; it is done, aborted or too old',
  );

function refusalOf(code: string): RequestError {
  if (gone.has(code)) return uploadGone();
  if (unfit.has(code))
    return new RequestError(409, 'storage.parts_refused', `parts: the storage refuses them (${code})`);
  return new RequestError(502, 'storage.refused', `The storage refuses this (${code}).`);
}

const badAnswer = () =>
  new RequestError(502, 'storage.refused', 'The storage answered in a way that is not understood.');

/** What a failed way to the storage is to our own caller. */
function gatewayError(thrown: unknown): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  const late = thrown.code === 'storage.timeout';
  return new RequestError(
    late ? 504 : 502,
    thrown.code,
    `The storage ${late ? 'did not answer in time' : 'cannot be reached'}.`,
  );
}

type Told = readonly Pick<Part, 'part_number' | 'etag'>[] | undefined;

/** Uploads in parts as the storage keeps them. Errors: RequestError 404, 409, 502, 504. */
export function createMultipart(call: StorageClient) {
  async function ask(request: StorageCall): Promise<string> {
    const answer = await call(request, async (response) => ({
      ok: response.ok,
      status: response.status,
      text: await response.text(),
    })).catch((thrown: unknown) => {
      throw gatewayError(thrown);
    });
    // Completion may fail after its 200 has been sent.
    if (answer.ok && !answer.text.includes('<Error>')) return answer.text;
    throw refusalOf(elementText(answer.text, 'Code') ?? String(answer.status));
  }

  async function page(key: string, uploadId: string, after: string) {
    const query = { uploadId, ...(after && { 'part-number-marker': after }) };
    const xml = await ask({ method: 'GET', key, query });
    const rows = elements(xml, 'Part').map((row) => ({
      part_number: elementText(row, 'PartNumber'),
      etag: elementText(row, 'ETag'),
      size: elementText(row, 'Size'),
    }));
    const parts = z.array(listed).safeParse(rows);
    if (!parts.success) throw badAnswer();
    const next = elementText(xml, 'IsTruncated') === 'true' ? elementText(xml, 'NextPartNumberMarker') : undefined;
    return { parts: parts.data, next };
  }

  async function list(key: string, uploadId: string): Promise<Part[]> {
    const parts: Part[] = [];
    // Ten thousand parts, a thousand a page; a storage that goes on for ever is not followed.
    for (let after: string | undefined = '', pages = 0; after !== undefined && pages < 20; pages++) {
      const { parts: more, next } = await page(key, uploadId, after);
      parts.push(...more);
      after = next;
    }
    return parts;
  }

  /** The ETag of the object at this key if it is of these bytes; else `storage.upload_gone`. */
  async function objectOf(key: string, content: Content): Promise<string> {
    const { status, headers } = await call({ method: 'HEAD', key }, async (response) => response).catch(
      (thrown: unknown) => {
        throw gatewayError(thrown);
      },
    );
    if (status >= 500) throw refusalOf(String(status));
    const isIt =
      status === 200 &&
      headers.get('content-length') === String(content.size) &&
      headers.get(sha256Header) === content.sha256;
    if (!isIt) throw uploadGone();
    return headers.get('etag') ?? '';
  }

  async function assemble(key: string, uploadId: string, told: Told): Promise<string> {
    const body = completionOf(told ?? (await list(key, uploadId)));
    const headers = { 'content-type': 'application/xml' };
    const xml = await ask({ method: 'POST', key, query: { uploadId }, headers, body });
    return elementText(xml, 'ETag') ?? '';
  }

  return {
    list,

    /** Begins an upload; gives its id. `sha256` (base64) of the whole lets a later `complete` recognise it. */
    async create(key: string, contentType: string, sha256?: string): Promise<string> {
      const headers = { 'content-type': contentType, ...(sha256 !== undefined && { [sha256Header]: sha256 }) };
      const xml = await ask({ method: 'POST', key, query: { uploads: '' }, headers });
      const id = elementText(xml, 'UploadId');
      if (!id) throw badAnswer();
      return id;
    },

    /**
     * Makes the object of these parts, or of all the storage has; gives its ETag. Where the answer to an earlier call
     * was lost, the upload is gone and its object there: with `content` that is a success, too.
     */
    async complete(key: string, uploadId: string, told?: Told, content?: Content): Promise<string> {
      try {
        return await assemble(key, uploadId, told);
      } catch (thrown) {
        const isGone = thrown instanceof RequestError && thrown.code === 'storage.upload_gone';
        if (!isGone || !content) throw thrown;
        return objectOf(key, content);
      }
    },

    /** Forgets an upload and its parts. */
    async abort(key: string, uploadId: string): Promise<void> {
      await ask({ method: 'DELETE', key, query: { uploadId } });
    },
  };
}

export type Multipart = ReturnType<typeof createMultipart>;
