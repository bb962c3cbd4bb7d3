import { AppError } from '../core/app-error';
import type { BytePool } from './byte-pool';

/**
 * Reads a body up to `maxBytes`, into memory of `pool` where it can; more is `cdn.too_large`, other than announced is
 * `cdn.cut`.
 */
export async function readBytes(
  response: Response,
  maxBytes: number,
  pool?: BytePool,
): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(response.headers.get('content-length') ?? Number.NaN);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  const encoded = response.headers.has('content-encoding');
  try {
    // Faster than reading by pieces; safe only where the length is known beforehand.
    if (Number.isNaN(announced) || encoded) return await readByPieces(response, maxBytes);
    const bytes = (pool && (await readInto(pool, response, announced))) ?? new Uint8Array(await response.arrayBuffer());
    if (bytes.byteLength !== announced) throw cut();
    return bytes;
  } catch (thrown) {
    if (thrown instanceof AppError || (thrown instanceof DOMException && isAbort(thrown))) throw thrown;
    throw cut(thrown);
  }
}

/** Undefined where the runtime cannot read into given memory. */
async function readInto(pool: BytePool, { body }: Response, announced: number) {
  const reader = body && byteReaderOf(body);
  if (!reader) return undefined;
  let size = 0;
  // One byte more than announced: without room left, the end of the body would not show.
  for (let buffer = pool.take(announced + 1); size <= announced; ) {
    const { value, done } = await reader.read(new Uint8Array(buffer, size));
    if (!value) throw cut();
    buffer = value.buffer;
    size += value.byteLength;
    if (done) return new Uint8Array(buffer, 0, size);
  }
  await reader.cancel();
  throw cut();
}

function byteReaderOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
}

async function readByPieces(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    size += piece.value.byteLength;
    if (size > maxBytes) {
      await reader?.cancel();
      throw tooLarge(maxBytes);
    }
    pieces.push(piece.value);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

const isAbort = (thrown: DOMException) => thrown.name === 'AbortError' || thrown.name === 'TimeoutError';
const cut = (cause?: unknown) => new AppError('cdn.cut', { cause, retry: 'backoff' });
const tooLarge = (maxBytes: number) => new AppError('cdn.too_large', { params: { limitMb: maxBytes / 1024 / 1024 } });
