import { z } from 'zod';
import { AppError } from '../lib/core/app-error';
import { RequestError } from './errors';
import type { StorageCall, StorageClient } from './storage-client';
import { completionOf, elements, elementText } from './storage-xml';

export type Part = { part_number: number; etag: string; size: number };

const listed = z.object({ part_number: z.coerce.number().int(), etag: z.string(), size: z.coerce.number().int() });

/** Codes by which storages say that an upload is not there (any more), and that its parts do not fit. */
const gone = new Set(['NoSuchUpload', 'NoSuchKey']);
const unfit = new Set(['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'MalformedXML']);

function refusalOf(code: string): RequestError {
  if (gone.has(code)) {
    return new RequestError(
      404,
      'storage.upload_gone',
      'upload_id: the storage knows no such upload; it is done, aborted or too old',
    );
  }
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

  return {
    list,

    /** Begins an upload; gives its id. */
    async create(key: string, contentType: string): Promise<string> {
      const xml = await ask({ method: 'POST', key, query: { uploads: '' }, headers: { 'content-type': contentType } });
      const id = elementText(xml, 'UploadId');
      if (!id) throw badAnswer();
      return id;
    },

    /** Makes the object of these parts, or of all the storage has; gives its ETag. */
    async complete(
      key: string,
      uploadId: string,
      told?: readonly Pick<Part, 'part_number' | 'etag'>[],
    ): Promise<string> {
      const parts = told ?? (await list(key, uploadId));
      const body = completionOf(parts);
      const xml = await ask({
        method: 'POST',
        key,
        query: { uploadId },
        headers: { 'content-type': 'application/xml' },
        body,
      });
      return elementText(xml, 'ETag') ?? '';
    },

    /** Forgets an upload and its parts. */
    async abort(key: string, uploadId: string): Promise<void> {
      await ask({ method: 'DELETE', key, query: { uploadId } });
    },
  };
}

export type Multipart = ReturnType<typeof createMultipart>;
