import sharp from 'sharp';
import type { PictureSource } from '../stores/store';

type Card = Extract<PictureSource, { kind: 'card' }>;

const fullWidth = 900;
const ratio = 4 / 3;

const escaped = (text: string) => text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

// Dots repeat the number in a form that needs no fonts on the machine.
const dots = (n: number) =>
  Array.from({ length: n }, (_, at) => `<circle cx="${90 + at * 90}" cy="1090" r="30" fill="#fff"/>`).join('');

function drawing({ article, n, hue }: Card): string {
  const size = Math.max(30, Math.min(84, Math.floor(1300 / [...article].length)));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200" viewBox="0 0 900 1200">
    <rect width="900" height="1200" fill="hsl(${hue},45%,${34 + n * 4}%)"/>
    <rect x="60" y="60" width="780" height="960" rx="40" fill="hsl(${hue},60%,${90 - n * 3}%)"/>
    <text x="450" y="640" font-size="460" text-anchor="middle" font-family="sans-serif" fill="hsl(${hue},55%,28%)">${n}</text>
    <text x="450" y="900" font-size="${size}" text-anchor="middle" font-family="sans-serif" fill="#222">${escaped(article)}</text>
    ${dots(n)}</svg>`;
}

/** Draws a product card, 3:4, at most `width` pixels wide (full size 900×1200). Equal cards give equal bytes. */
export async function drawCard(card: Card, width = fullWidth): Promise<Buffer> {
  const target = Math.min(width, fullWidth);
  const picture = sharp(Buffer.from(drawing(card))).resize(target, Math.round(target * ratio));
  if (card.format === 'png') return picture.png({ compressionLevel: 3 }).toBuffer();
  return card.format === 'webp' ? picture.webp({ effort: 0 }).toBuffer() : picture.jpeg({ quality: 82 }).toBuffer();
}
