import { z } from 'zod';
import { apiResult, badRequest } from './api-error';
import { type Method, withBody } from './method';
import { pageOf } from './paging';
import type { PictureError } from './picture-error';
import { countKinds, idFields, productsNamed, productsVisible, visibility } from './product-filter';
import { attributesOf, infoOf, listItemOf } from './product-shapes';

const oneKind = 'use identifiers of one kind only';
const badLastId = 'invalid last_id';
const nothing = z.strictObject({});

const roles = withBody(nothing, ({ expiresAt, roles }) => apiResult({ expires_at: expiresAt, roles }));

const sellerInfo = withBody(nothing, ({ company }) =>
  apiResult({
    company: {
      ...{ name: company.name, legal_name: company.legalName, inn: company.inn, currency: company.currency },
      ...{ country: 'RU', ogrn: '1027739850962', ownership_form: 'ООО', tax_system: 'OSNO' },
    },
    ratings: [],
    subscription: { is_premium: false, type: 'UNSPECIFIED' },
  }),
);

const { sku: skus, ...otherIds } = idFields;

const productList = withBody(
  z.strictObject({
    filter: z.strictObject({ ...otherIds, skus, visibility }).prefault({}),
    last_id: z.string().default(''),
    limit: z.int().min(1).max(1000).optional(),
  }),
  ({ products }, { filter, last_id, limit }) => {
    const ids = { offer_id: filter.offer_id, product_id: filter.product_id, sku: filter.skus };
    const kinds = countKinds(ids);
    if (kinds > 1) return badRequest(oneKind);
    if (kinds === 0 && limit === undefined) return badRequest('invalid limit: value must be inside range [1, 1000]');
    const found = kinds === 1 ? productsNamed(products, ids) : productsVisible(products, filter.visibility);
    const page = pageOf(found, last_id, limit ?? 1000);
    if (!page) return badRequest(badLastId);
    return apiResult({
      result: { items: page.page.map(listItemOf), last_id: page.lastId, total_items: found.length },
    });
  },
);

/** `errorsOf` gives what is wrong with a product's pictures. */
const productInfoList = (errorsOf: (productId: number) => PictureError[]) =>
  withBody(z.strictObject(idFields), ({ products }, ids) => {
    const kinds = countKinds(ids);
    if (kinds !== 1) return badRequest(oneKind);
    const items = productsNamed(products, ids).map((product) => infoOf(product, errorsOf(product.productId)));
    // JSON under text/plain, as seen on the real API (ozon-seller-api.md §2.1).
    return apiResult({ items }, 'text/plain; charset=utf-8');
  });

const productAttributes = withBody(
  z.strictObject({
    filter: z.strictObject({ ...idFields, visibility }).prefault({}),
    last_id: z.string().default(''),
    limit: z.int().min(1).max(1000),
    sort_by: z.enum(['sku', 'offer_id', 'id', 'title']).optional(),
    sort_dir: z.enum(['asc', 'desc', 'ASC', 'DESC']).optional(),
  }),
  ({ products }, { filter, last_id, limit }) => {
    const kinds = countKinds(filter);
    if (kinds > 1) return badRequest(oneKind);
    const found = kinds === 1 ? productsNamed(products, filter) : productsVisible(products, filter.visibility);
    const page = pageOf(found, last_id, limit);
    if (!page) return badRequest(badLastId);
    return apiResult({ result: page.page.map(attributesOf), last_id: page.lastId, total: String(found.length) });
  },
);

/** The methods that read, by path. */
export const readMethods = (errorsOf: (productId: number) => PictureError[]): [string, Method][] => [
  ['/v1/roles', roles],
  ['/v1/seller/info', sellerInfo],
  ['/v3/product/list', productList],
  ['/v3/product/info/list', productInfoList(errorsOf)],
  ['/v4/product/info/attributes', productAttributes],
];
