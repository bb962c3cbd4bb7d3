import { type NamedProduct, plannedPath } from './file-name';
import type { FileTemplate } from './file-template';
import { foldedPath } from './safe-name';

export type ProductToName = NamedProduct & { count: number };

/** Who has a name already, by folded path: `null` nobody; the port is asked for all names of a product at once. */
export type NameOwners = (paths: string[]) => Promise<(string | null)[]>;

/** Names given to a product, and those of them to remember as taken. */
export type AssignedNames = { productId: string; paths: string[]; taken: string[] };

const marksFor = (productId: string) => ['', `-${productId}`, `-${productId}-2`, `-${productId}-3`];

/**
 * Names of all pictures of products, none of which is the name of another product's picture. Where two articles become
 * the same name (`a/b` and `a_b`, or `RED` and `red` on Windows), the later product carries its product id as well, which
 * is the same at every download. A product keeps the names it was given before.
 */
export async function assignNames(
  template: FileTemplate,
  products: ProductToName[],
  ownersOf: NameOwners,
): Promise<AssignedNames[]> {
  const given = new Map<string, string>();
  const assigned: AssignedNames[] = [];
  for (const product of products) {
    const { productId, count } = product;
    for (const mark of marksFor(productId)) {
      const paths = Array.from({ length: count }, (_, at) => plannedPath(template, product, at + 1, mark));
      const taken = paths.map(foldedPath);
      const owners = await ownersOf(taken);
      const isFree = taken.every((path, at) => {
        const owner = given.get(path) ?? owners[at] ?? null;
        return owner === null || owner === productId;
      });
      if (!isFree) continue;
      for (const path of taken) given.set(path, productId);
      assigned.push({ productId, paths, taken });
      break;
    }
  }
  return assigned;
}
