import { cdnUrl, storeWith } from './defaults';
import { goods } from './goods';
import type { SandboxPicture, SandboxProduct, SandboxStore } from './store';

/** Articles as sellers really write them, each a trap for keys, file names or parsers. */
export const awkwardOfferIds = [
  'Кружка-синяя',
  'чехол для телефона 7',
  'SET/2024/12',
  '2026-01-13 16:56:03 PDF',
  '..',
  'a..b/../c',
  '100%2Fcotton',
  '0953',
  '953',
  'fun🎁box',
  `${'X'.repeat(46)}-50C`,
  'TSHIRT-red',
  'tshirt-RED',
  `12" кабель, 'витой'`,
  '蓝色杯子-01',
  'ёлка_Ёлка',
  '.hidden',
  'a+b=c&d?e#f',
  'tilde~41',
  'C:\\Товары\\7',
];

const productCount = 40;
const formats = ['jpeg', 'jpeg', 'png', 'jpeg', 'webp', 'jpeg', 'jpeg'] as const;

type Numbering = { firstProductId: number; firstSku: number; firstPicture: number };

function pictureOf(article: string, index: number, n: number, numbering: Numbering): SandboxPicture {
  const turn = index * 3 + n;
  const format = formats[turn % formats.length] ?? 'jpeg';
  return {
    url: cdnUrl(numbering.firstPicture + index * 10 + n, turn),
    source: { kind: 'card', format, article, n, hue: (index * 47) % 360 },
  };
}

/** A product whose number of pictures, colour sample and repeated primary follow from its index. */
function productOf(offerId: string, index: number, numbering: Numbering): SandboxProduct {
  const count = 3 + (index % 6);
  const pictures = Array.from({ length: count }, (_, at) => pictureOf(offerId, index, at + 1, numbering));
  const primary = pictures[0];
  return {
    productId: numbering.firstProductId + index * 7,
    offerId,
    sku: numbering.firstSku + index * 13,
    vendorCode: `V-${1000 + Math.floor(index / 2)}`,
    name: goods[index % goods.length] ?? offerId,
    archived: false,
    primary,
    images: index % 3 === 0 ? pictures : pictures.slice(1),
    colour: index % 5 === 1 ? pictureOf(offerId, index, 9, numbering) : undefined,
  };
}

/**
 * The store of the demo: 40 products with 3 to 8 pictures (the tenth from the end has none, the last is archived),
 * every third repeats its primary among the images, every fifth has a colour sample. The same at every call.
 */
export function demoStore(): SandboxStore {
  const numbering = { firstProductId: 3397917680, firstSku: 5865629857, firstPicture: 7204418000 };
  const plain = Array.from({ length: productCount - awkwardOfferIds.length }, (_, at) => `OZ-${1001 + at}`);
  const products = [...awkwardOfferIds, ...plain].map((offerId, index): SandboxProduct => {
    const product = productOf(offerId, index, numbering);
    if (index === productCount - 10) return { ...product, primary: undefined, images: [], colour: undefined };
    return { ...product, archived: index === productCount - 1 };
  });
  const identity = { name: 'Дом и уют', clientId: '1234567', apiKey: '5f0c8f2e-9b41-4d6a-a3f7-0d2b6c1e7a90' };
  return storeWith(identity, products);
}

/** A second, small shop with another key; its article `OZ-1001` is also one of the demo store's. */
export function backupStore(): SandboxStore {
  const numbering = { firstProductId: 4120000100, firstSku: 6120000500, firstPicture: 7310000000 };
  const products = ['OZ-1001', 'запас-2', 'B-3'].map((offerId, index) => productOf(offerId, index, numbering));
  const identity = { name: 'Запасной магазин', clientId: '7654321', apiKey: 'c1a7d3b8-24e6-4f59-8b0d-7e93f5a26c41' };
  return storeWith(identity, products);
}
