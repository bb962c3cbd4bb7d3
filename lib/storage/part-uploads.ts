import { AppError } from '../core/app-error';
import type { CompanionAccess, CompanionClient } from './companion-client';
import {
  multipartAbortAnswer,
  multipartCompleteAnswer,
  multipartCreateAnswer,
  multipartListAnswer,
  multipartSignAnswer,
} from './multipart-api';

/** An upload in parts that has begun, as the companion knows it. */
export type UploadName = { key: string; uploadId: string };

/** The bytes an upload is of; `sha256` in base64. */
export type UploadContent = { size: number; sha256: string };

/** A part the storage has; the ETag is null where the browser may not read it. */
export type StoredPart = { number: number; etag: string | null };

/** Beyond what the companion gives the storage, which is long with many parts: a lost answer means more work. */
const completeMs = 40_000;

export type PartUploads = ReturnType<typeof createPartUploads>;

/**
 * Uploads in parts through one companion (product.md G4). Errors: `companion.*`, `storage.upload_gone`,
 * `storage.parts_refused`.
 */
export function createPartUploads({ client, access }: { client: CompanionClient; access: CompanionAccess }) {
  const area = '/api/v1/r2/multipart';
  const named = ({ key, uploadId }: UploadName) => ({ r2_path: key, upload_id: uploadId });

  return {
    /** Begins an upload. `partSize`: bytes of every part but the last. */
    async create(key: string, contentType: string, { size, sha256 }: UploadContent, signal: AbortSignal) {
      const about = { content_length: size, checksum_sha256: sha256 };
      const body = { r2_path: key, content_type: contentType, ...about };
      const { upload_id, part_size } = await client.post(access, area, body, multipartCreateAnswer, signal);
      return { uploadId: upload_id, partSize: part_size };
    },

    /** An address for exactly the bytes of one part of an upload of `size` bytes; it lives a quarter of an hour. */
    async sign(upload: UploadName, { size, number }: { size: number; number: number }, signal: AbortSignal) {
      const body = { ...named(upload), content_length: size, part_numbers: [number] };
      const { parts } = await client.post(access, `${area}/parts`, body, multipartSignAnswer, signal);
      const [part] = parts;
      if (part?.part_number !== number) throw new AppError('companion.bad_answer');
      return { upload_url: part.upload_url, headers: {}, length: part.content_length };
    },

    /** What the storage has of an upload. */
    async list(upload: UploadName, signal: AbortSignal) {
      const { parts } = await client.post(access, `${area}/list`, named(upload), multipartListAnswer, signal);
      return parts.map(({ part_number, etag, size }) => ({ number: part_number, etag, size }));
    },

    /**
     * Makes the object of its parts. Where an ETag is not known, the companion takes what the storage has. An upload
     * that is gone because it is an object already is a success, too.
     */
    async complete(upload: UploadName & UploadContent, parts: StoredPart[], signal: AbortSignal) {
      const told = parts.flatMap(({ number, etag }) => (etag ? [{ part_number: number, etag }] : []));
      const about = { content_length: upload.size, checksum_sha256: upload.sha256 };
      const isWhole = parts.length > 0 && told.length === parts.length;
      const body = { ...named(upload), ...about, ...(isWhole && { parts: told }) };
      const answer = await client.post(access, `${area}/complete`, body, multipartCompleteAnswer, signal, completeMs);
      return { publicUrl: answer.public_url, etag: answer.etag || null };
    },

    /** Has the storage forget an upload and its parts. */
    async abort(upload: UploadName, signal: AbortSignal): Promise<void> {
      await client.post(access, `${area}/abort`, named(upload), multipartAbortAnswer, signal);
    },
  };
}
