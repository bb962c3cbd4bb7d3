import { z } from 'zod';

/** Every method of the Seller API the product calls; the companion passes on these and no others. */
export const sellerMethod = z.enum([
  '/v1/product/import/info',
  '/v1/roles',
  '/v1/seller/info',
  '/v2/product/pictures/import',
  '/v2/product/pictures/info',
  '/v3/product/info/list',
  '/v3/product/list',
  '/v4/product/info/attributes',
  '/v4/product/info/limit',
]);
export type SellerMethod = z.infer<typeof sellerMethod>;
