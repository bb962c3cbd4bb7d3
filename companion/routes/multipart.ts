import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import {
  multipartAbortRequest,
  multipartCompleteRequest,
  multipartCreateRequest,
  multipartListRequest,
  multipartSignRequest,
} from '../../lib/storage/multipart-api';
import { type CompanionEnv, callerOf } from '../auth';
import type { CompanionConfig } from '../config';
import { invalidBy } from '../errors';
import { readJson } from '../json-body';
import type { Multipart } from '../multipart';
import { publicUrlOf } from '../object-address';
import { planParts } from '../part-plan';
import type { PresignPart } from '../presign';
import type { TakeQuota } from '../quota';
import { base64Of, checkKey, planUpload } from '../upload-plan';

type Deps = { multipart: Multipart; presignPart: PresignPart; take: TakeQuota };
type Call = Context<CompanionEnv>;

async function bodyOf<S extends z.ZodType<{ r2_path: string }>>(context: Call, schema: S): Promise<z.output<S>> {
  const body = schema.safeParse(await readJson(context.req));
  if (!body.success) throw invalidBy(body.error, 'body');
  checkKey(body.data.r2_path, callerOf(context));
  return body.data;
}

/** G4: uploads in parts into the caller's own folder, which go on where they stopped. */
export function multipartRoutes({ storage, maxObjectBytes }: CompanionConfig, { multipart, presignPart, take }: Deps) {
  const cut = (contentLength: number) => planParts(contentLength, maxObjectBytes, storage.minPartBytes);
  const area = '/api/v1/r2/multipart';

  return new Hono<CompanionEnv>()
    .post(area, async (context) => {
      const { content_length, ...asked } = await bodyOf(context, multipartCreateRequest);
      const { partSize, count } = cut(content_length);
      const userId = callerOf(context);
      const { key, contentType, checksum } = planUpload(asked, userId, maxObjectBytes);
      await take(userId, { signatures: 0, bytes: 0, objects: 1 });
      const upload_id = await multipart.create(key, contentType, checksum);
      return context.json({
        upload_id,
        part_size: partSize,
        part_count: count,
        public_url: publicUrlOf(storage, key),
      });
    })
    .post(`${area}/parts`, async (context) => {
      const { r2_path, upload_id, content_length, part_numbers } = await bodyOf(context, multipartSignRequest);
      const { sizeOf } = cut(content_length);
      const sizes = part_numbers.map((part) => ({ part, size: sizeOf(part) }));
      const bytes = sizes.reduce((sum, { size }) => sum + size, 0);
      await take(callerOf(context), { signatures: sizes.length, bytes, objects: 0 });
      const parts: object[] = [];
      for (const { part, size } of sizes) {
        const signed = await presignPart({ key: r2_path, uploadId: upload_id, part, contentLength: size });
        parts.push({ part_number: part, content_length: size, ...signed });
      }
      return context.json({ parts });
    })
    .post(`${area}/list`, async (context) => {
      const { r2_path, upload_id } = await bodyOf(context, multipartListRequest);
      return context.json({ parts: await multipart.list(r2_path, upload_id) });
    })
    .post(`${area}/complete`, async (context) => {
      const body = await bodyOf(context, multipartCompleteRequest);
      const { r2_path, upload_id, parts, content_length: size, checksum_sha256: checksum } = body;
      const content = size !== undefined && checksum !== undefined ? { size, sha256: base64Of(checksum) } : undefined;
      const etag = await multipart.complete(r2_path, upload_id, parts, content);
      return context.json({ public_url: publicUrlOf(storage, r2_path), etag });
    })
    .post(`${area}/abort`, async (context) => {
      const { r2_path, upload_id } = await bodyOf(context, multipartAbortRequest);
      await multipart.abort(r2_path, upload_id);
      return context.json({ success: true });
    });
}
