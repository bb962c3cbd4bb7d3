import sharp from 'sharp';
import { padJpeg } from '../cdn/padded-jpeg';

const size = { width: 1200, height: 1600 };

const drawing = (label: string, hue: number, { width, height } = size) => `<svg xmlns="http://www.w3.org/2000/svg"
  width="${width}" height="${height}" viewBox="0 0 1200 1600" preserveAspectRatio="none"><rect width="1200" height="1600" fill="#fff"/>
  <rect x="160" y="220" width="880" height="1160" rx="80" fill="hsl(${hue},55%,72%)"/>
  <text x="600" y="900" font-size="260" text-anchor="middle" font-family="sans-serif" fill="hsl(${hue},60%,24%)">${label}</text></svg>`;

const drawn = (label: string, hue: number, shape = size) => sharp(Buffer.from(drawing(label, hue, shape)));
const jpeg = (label: string, hue: number, shape = size) => drawn(label, hue, shape).jpeg({ quality: 80 }).toBuffer();

const startOfFrame = 0xffc0;

/** The same bytes with other measures in their header: says 5000×8000 and weighs nothing. Baseline JPEG only. */
function claimSize(bytes: Buffer, width: number, height: number): Buffer {
  const claimed = Buffer.from(bytes);
  for (let at = 2; at < claimed.length; at += 2 + claimed.readUInt16BE(at + 2)) {
    if (claimed.readUInt16BE(at) !== startOfFrame) continue;
    claimed.writeUInt16BE(height, at + 5);
    claimed.writeUInt16BE(width, at + 7);
    return claimed;
  }
  throw new Error('no baseline frame in this JPEG');
}

const heavyBytes = 11 * 1024 * 1024;

const makers: Record<string, () => Promise<Buffer>> = {
  'good.jpg': () => jpeg('JPG', 210),
  'good.png': () => drawn('PNG', 150).png({ compressionLevel: 6 }).toBuffer(),
  'webp.jpg': () => drawn('WEBP', 30).webp({ effort: 0 }).toBuffer(),
  'png.jpg': () => drawn('PNG', 60).png({ compressionLevel: 6 }).toBuffer(),
  'tiny.jpg': () => jpeg('150', 300, { width: 150, height: 150 }),
  'low.jpg': () => jpeg('600', 280, { width: 600, height: 800 }),
  'square.jpg': () => jpeg('1:1', 90, { width: 1200, height: 1200 }),
  'huge.jpg': async () => claimSize(await jpeg('8000', 0), 5000, 8000),
  'heavy.jpg': async () => padJpeg(await jpeg('11 MB', 0), heavyBytes),
  'slow.jpg': () => jpeg('SLOW', 240),
};

function makerOf(name: string): (() => Promise<Buffer>) | undefined {
  if (Object.hasOwn(makers, name)) return makers[name];
  const [, n, kind] = /^photo-([1-9]\d{0,3})\.(jpg|png)$/.exec(name) ?? [];
  if (n === undefined) return undefined;
  const hue = (Number(n) * 47) % 360;
  return kind === 'png' ? () => drawn(n, hue).png({ compressionLevel: 6 }).toBuffer() : () => jpeg(n, hue);
}

/** Bytes of the pictures by name, made when first asked for and kept; undefined for a strange name. */
export function createPictureFiles() {
  const made = new Map<string, Promise<Buffer>>();
  return {
    async bytesOf(name: string): Promise<Buffer | undefined> {
      const make = makerOf(name);
      const bytes = made.get(name) ?? make?.();
      if (bytes) made.set(name, bytes);
      return bytes;
    },
  };
}
