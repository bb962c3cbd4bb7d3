import { imageDimensionsFromData } from 'image-dimensions';
import { sniffImageType } from '../core/image-type';
import { type PictureFacts, takenTypes } from '../core/judge-picture';

type Head = Pick<PictureFacts, 'type' | 'size'>;

const enoughForType = 16;

/**
 * Reads as much of a body as it takes to know type, pixels and length, and keeps no more than the beginning: that spares
 * the seller's line and the companion's memory. A length that was not announced is counted, up to just over `maxBytes`.
 */
export async function readPicture(response: Response, maxBytes: number): Promise<Head & { bytes: number | null }> {
  const announced = announcedLength(response.headers);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let head: Head = { type: undefined, size: undefined };
  let counted = 0;
  let lookAt = enoughForType;
  const reader = response.body?.getReader();
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    counted += piece.value.byteLength;
    if (!head.size) pieces.push(piece.value);
    if (!head.size && counted >= lookAt) {
      head = await headOf(pieces);
      // Twice as far each time: looking again at every piece of a long beginning would add up.
      lookAt = 2 * counted;
    }
    const isOther = counted >= enoughForType && !isTaken(head);
    if (counted > maxBytes || isOther || (head.size && announced !== undefined)) {
      await reader?.cancel();
      return { ...head, bytes: announced ?? (counted > maxBytes ? counted : null) };
    }
  }
  return { ...(head.size ? head : await headOf(pieces)), bytes: counted };
}

async function headOf(pieces: Uint8Array<ArrayBuffer>[]): Promise<Head> {
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  const type = sniffImageType(bytes);
  return { type, size: isTaken({ type }) ? imageDimensionsFromData(bytes) : undefined };
}

const isTaken = ({ type }: Pick<Head, 'type'>) => type !== undefined && takenTypes.has(type.extension);

/** The length of an encoded body says nothing about the picture. */
function announcedLength(headers: Headers): number | undefined {
  const length = headers.get('content-length') ?? '';
  return /^\d+$/.test(length) && !headers.has('content-encoding') ? Number(length) : undefined;
}
