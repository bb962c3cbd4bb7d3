import type { SandboxPicture, SandboxProduct } from '../stores/store';
import { infoErrorOf, type PictureError, sentenceOf } from './picture-error';

const urlsOf = (pictures: (SandboxPicture | undefined)[]) =>
  pictures.flatMap((picture) => (picture ? [picture.url] : []));

const since = '2026-05-14T08:21:33.512Z';

/** An item of `/v3/product/list` (ozon-seller-api.md §3.1). */
export function listItemOf({ productId, offerId, sku, archived }: SandboxProduct) {
  return {
    ...{ product_id: productId, offer_id: offerId, sku, archived, has_fbo_stocks: false, has_fbs_stocks: !archived },
    ...{ is_discounted: false, quants: [] },
  };
}

/** An item of `/v3/product/info/list`: numbers for ids, lists for all pictures (ozon-seller-api.md §3.5). */
export function infoOf(product: SandboxProduct, errors: PictureError[]) {
  const { productId, offerId, sku, name, archived, primary, images, colour } = product;
  return {
    ...{ id: productId, offer_id: offerId, sku, name, is_archived: archived, is_autoarchived: false },
    primary_image: urlsOf([primary]),
    images: urlsOf(images),
    color_image: urlsOf([colour]),
    sources: [{ sku, source: 'sds', created_at: since, shipment_type: 'SHIPMENT_TYPE_GENERAL', quant_code: '' }],
    statuses: { status: archived ? 'archived' : 'price_sent', is_created: true, moderate_status: 'approved' },
    errors: errors.map(infoErrorOf),
    ...{ created_at: since, updated_at: since, price: '1290.00', currency_code: 'RUB', type_id: 92692 },
  };
}

const attribute = (id: number, value: string) => ({ id, complex_id: 0, values: [{ dictionary_value_id: 0, value }] });

/** An item of `/v4/product/info/attributes`: SKU as text, single pictures as text (ozon-seller-api.md §3.3, §3.5). */
export function attributesOf(product: SandboxProduct) {
  const { productId, offerId, sku, name, vendorCode, primary, images, colour } = product;
  return {
    ...{ id: productId, offer_id: offerId, sku: String(sku), name },
    primary_image: primary?.url ?? '',
    images: urlsOf(images),
    color_image: colour?.url ?? '',
    attributes: [attribute(85, 'Нет бренда'), attribute(9024, vendorCode)],
    complex_attributes: [],
    ...{
      pdf_list: [],
      barcode: `OZN${sku}`,
      barcodes: [`OZN${sku}`],
      type_id: 92692,
      description_category_id: 17028922,
    },
    ...{ height: 120, depth: 90, width: 90, dimension_unit: 'mm', weight: 420, weight_unit: 'g' },
  };
}

/** An item of `/v2/product/pictures/info`: lists everywhere, no state (ozon-seller-api.md §4.3). */
export function pictureInfoOf({ productId, primary, images, colour }: SandboxProduct, errors: PictureError[]) {
  const single = errors.filter(({ url }) => url !== '');
  return {
    product_id: productId,
    primary_photo: urlsOf([primary]),
    photo: urlsOf(images),
    color_photo: urlsOf([colour]),
    errors: single.map(({ code, url }) => ({ message: sentenceOf(code), url })),
  };
}
