import {
  type FileTemplate,
  parseTemplate,
  productFields,
  type TemplateField,
  type TemplateToken,
} from './file-template';
import { bytesOf, cutTo, maxNameBytes, safeName, safePiece } from './safe-name';

/** What a name can be made of. */
export type NamedProduct = { productId: string; offerId: string; sku: string | null; name: string };

/** Stands for the ending in a planned path until the bytes tell it; no name can hold it. */
const endingMark = '*';
/** Longest ending there is: `.webp`, `.avif`, `.heic`. */
const endingBytes = 5;

/**
 * Path of a product's `n`-th picture (from 1), to be completed with `withEnding`. `mark` tells products apart whose names
 * would be the same: it is added to what names the product.
 */
export function plannedPath(template: FileTemplate, product: NamedProduct, n: number, mark = ''): string {
  return template
    .map((tokens, at) => {
      const isFile = at === template.length - 1;
      const name = nameOf(tokens, product, n, mark, isFile ? maxNameBytes - endingBytes : maxNameBytes);
      return isFile && !endsWithEnding(tokens) ? `${name}.${endingMark}` : name;
    })
    .join('/');
}

/** The path with the ending the bytes turned out to have. */
export const withEnding = (path: string, extension: string): string => path.replaceAll(endingMark, extension);

/** A template ending in `.{ext}` says itself where the ending goes. */
function endsWithEnding(tokens: TemplateToken[]): boolean {
  const [before, last] = tokens.slice(-2);
  return (
    last !== undefined &&
    'field' in last &&
    last.field === 'ext' &&
    /\.$/.test(before && 'text' in before ? before.text : '')
  );
}

/** One file or folder name. What is too long loses the end of its longest value, never the number or the mark. */
function nameOf(tokens: TemplateToken[], product: NamedProduct, n: number, mark: string, maxBytes: number): string {
  const pieces = tokens.map((token) => {
    if ('text' in token) return { text: token.text, mark: '', fixed: true };
    const names = productFields.some((field) => field === token.field);
    const text = valueFor(token.field, product, n);
    return { text, mark: names ? mark : '', fixed: !names && token.field !== 'name' };
  });
  const written = () => safeName(pieces.map((piece) => piece.text + piece.mark).join(''));
  for (let over = bytesOf(written()) - maxBytes; over > 0; over = bytesOf(written()) - maxBytes) {
    const [longest] = pieces.filter(({ fixed, text }) => !fixed && text !== '').sort(byLength);
    if (!longest) break;
    longest.text = cutTo(longest.text, bytesOf(longest.text) - over);
  }
  return written();
}

const byLength = (a: { text: string }, b: { text: string }) => bytesOf(b.text) - bytesOf(a.text);

function valueFor(field: TemplateField, { productId, offerId, sku, name }: NamedProduct, n: number): string {
  const values: Record<TemplateField, string> = {
    offer_id: safePiece(offerId),
    // A product that is not on sale yet has no SKU.
    sku: safePiece(sku ?? `id${productId}`),
    product_id: safePiece(productId),
    name: safePiece(name),
    n: String(n),
    nn: String(n).padStart(2, '0'),
    ext: endingMark,
  };
  return values[field];
}

const examples: NamedProduct[] = [
  { productId: '3397917680', offerId: 'Кружка-синяя', sku: '5865629857', name: 'Кружка керамическая, 450 мл' },
  { productId: '3397917694', offerId: 'SET/2024/12', sku: '5865629870', name: 'Набор полотенец, 3 шт.' },
  { productId: '3397917701', offerId: '蓝色杯子-01', sku: '5865629883', name: '蓝色陶瓷杯 450 ml' },
];

/** What a template makes of a few products; nothing for one that is refused. */
export function previewOf(template: string): string[] {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return [];
  return examples.map((product, at) => withEnding(plannedPath(parsed.parts, product, at + 1), 'jpg'));
}
