import { AppError } from '../../core/app-error';
import { encodingOf, oldEncodingOf, type TextEncoding } from './text-encoding';

/** Bytes by which the encoding is recognised. */
const sampleBytes = 256 * 1024;

/** The encoding of a file; one that begins like UTF-8 is read through to be sure. Errors: `file.not_text`. */
export async function sniffEncoding(file: Blob): Promise<TextEncoding> {
  const encoding = encodingOf(new Uint8Array(await file.slice(0, sampleBytes).arrayBuffer()));
  if (!encoding) throw new AppError('file.not_text');
  if (encoding !== 'utf-8') return encoding;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const bytes of piecesOf(file)) if (!accepts(decoder, bytes)) return oldEncodingOf(bytes);
  return encoding;
}

/** The text of a file in pieces, with `\n` at every line's end. */
export async function* textOf(file: Blob, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let held = '';
  for await (const bytes of piecesOf(file)) {
    const text = held + decoder.decode(bytes, { stream: true });
    // The two signs of a line's end may come in two pieces.
    held = text.endsWith('\r') ? '\r' : '';
    yield withPlainEnds(text.slice(0, text.length - held.length));
  }
  yield withPlainEnds(held + decoder.decode());
}

const withPlainEnds = (text: string) => text.replace(/\r\n?/g, '\n');

/** Not every browser can loop over a stream itself. */
async function* piecesOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}

function accepts(decoder: TextDecoder, bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
