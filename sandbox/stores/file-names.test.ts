import { expect, it } from 'vitest';
import { assignNames } from '../../lib/core/assign-names';
import { parseTemplate, templatePresets } from '../../lib/core/file-template';
import { bytesOf, foldedPath, unsafeCharacter } from '../../lib/core/safe-name';
import { demoStore } from './demo-store';
import { picturesOf } from './store';

it.each(templatePresets)('names every picture of the demo store once with %s', async (template) => {
  const parsed = parseTemplate(template);
  if (!parsed.ok) throw new Error(parsed.code);
  const products = demoStore().products.map((product) => ({
    ...product,
    productId: String(product.productId),
    sku: String(product.sku),
    count: picturesOf(product).length,
  }));
  const assigned = await assignNames(parsed.parts, products, async (paths) => paths.map(() => null));
  const paths = assigned.flatMap((names) => names.paths);
  expect(paths).toHaveLength(products.reduce((sum, { count }) => sum + count, 0));
  expect(new Set(paths.map(foldedPath)).size).toBe(paths.length);
  for (const part of paths.flatMap((path) => path.replace('*', 'webp').split('/'))) {
    expect(bytesOf(part)).toBeLessThanOrEqual(200);
    expect(unsafeCharacter(part)).toBeUndefined();
    expect(part).not.toMatch(/^[\s.]|[\s.]$|^$/);
  }
});
