import { AppError } from '../core/app-error';

/** Reads a body up to `maxBytes`; more is `cdn.too_large`, less than announced is `cdn.cut`. */
export async function readBytes(response: Response, maxBytes: number): Promise<ArrayBuffer> {
  const announced = Number(response.headers.get('content-length') ?? Number.NaN);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  const encoded = response.headers.has('content-encoding');
  try {
    // Faster than reading by pieces; safe only where the length is known beforehand.
    if (Number.isNaN(announced) || encoded) return await readByPieces(response, maxBytes);
    const bytes = await response.arrayBuffer();
    if (bytes.byteLength !== announced) throw cut();
    return bytes;
  } catch (thrown) {
    if (thrown instanceof AppError || (thrown instanceof DOMException && isAbort(thrown))) throw thrown;
    throw cut(thrown);
  }
}

async function readByPieces(response: Response, maxBytes: number): Promise<ArrayBuffer> {
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
  return new Blob(pieces).arrayBuffer();
}

const isAbort = (thrown: DOMException) => thrown.name === 'AbortError' || thrown.name === 'TimeoutError';
const cut = (cause?: unknown) => new AppError('cdn.cut', { cause, retry: 'backoff' });
const tooLarge = (maxBytes: number) => new AppError('cdn.too_large', { params: { limitMb: maxBytes / 1024 / 1024 } });
