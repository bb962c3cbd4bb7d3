import sharp from 'sharp';

// A COM segment: FF FE, two bytes of length that count themselves, then up to 65 533 bytes of anything.
const commentMarker = 0xfffe;
const longestComment = 65_533;
const commentOverhead = 4;

function commentOf(content: Buffer): Buffer {
  const head = Buffer.alloc(commentOverhead);
  head.writeUInt16BE(commentMarker, 0);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** Comment segments of `total` bytes altogether; none would be left with less than its own head. */
function commentsOf(total: number): Buffer {
  const segments: Buffer[] = [];
  for (let left = total; left > 0; ) {
    const whole = Math.min(left, longestComment + commentOverhead);
    const size = left - whole > 0 && left - whole < commentOverhead ? whole - commentOverhead : whole;
    segments.push(commentOf(Buffer.alloc(size - commentOverhead, 0x2e)));
    left -= size;
  }
  return Buffer.concat(segments);
}

const afterStart = 2;

/** The same JPEG at exactly `bytes` bytes, filled up with comment segments. */
export function padJpeg(picture: Buffer, bytes: number): Buffer {
  const comments = commentsOf(bytes - picture.length);
  return Buffer.concat([picture.subarray(0, afterStart), comments, picture.subarray(afterStart)]);
}

/** Smallest size that leaves room for the picture and the number. */
export const smallestPadded = 2048;

/**
 * A maker of valid JPEGs of exactly `bytes` bytes, all different by their number, at the cost of one copy each:
 * one small picture, padded by comment segments, the number written into the first. Throws under 2048 bytes.
 */
export async function createPaddedJpeg(bytes: number): Promise<(number: number) => Buffer> {
  if (bytes < smallestPadded) throw new RangeError(`a padded JPEG has at least ${smallestPadded} bytes`);
  const grey = { width: 60, height: 80, channels: 3, background: '#7a8ca0' } as const;
  const base = await sharp({ create: grey }).jpeg({ quality: 60 }).toBuffer();
  const padded = padJpeg(base, bytes);
  return (number) => {
    const copy = Buffer.from(padded);
    copy.write(`number ${number};`, afterStart + commentOverhead, 'ascii');
    return copy;
  };
}
