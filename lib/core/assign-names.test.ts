import { describe, expect, it } from 'vitest';
import { assignNames, type ProductToName } from './assign-names';
import { parseTemplate, templatePresets } from './file-template';
import { bytesOf, foldedPath, unsafeCharacter } from './safe-name';

/** Names as they are kept for a job. */
function register(template = '{offer_id}/{offer_id}_{n}') {
  const parsed = parseTemplate(template);
  if (!parsed.ok) throw new Error(parsed.code);
  const owners = new Map<string, string>();
  return async (products: ProductToName[]) => {
    const assigned = await assignNames(parsed.parts, products, async (paths) =>
      paths.map((path) => owners.get(path) ?? null),
    );
    for (const { productId, taken } of assigned) for (const path of taken) owners.set(path, productId);
    return assigned.map(({ paths }) => paths[0]);
  };
}

const product = (offerId: string, id: number | string, changes: Partial<ProductToName> = {}): ProductToName => ({
  productId: String(id),
  offerId,
  sku: `${id}0`,
  name: 'Товар',
  count: 2,
  ...changes,
});

describe('assignNames', () => {
  it.each([
    ['a/b', 'a_b'],
    ['RED', 'red'],
    ['ё', 'Ё'],
    ['a:b', 'a?b'],
    ['x'.repeat(220), `${'x'.repeat(219)}y`],
  ])('keeps %s and %s apart by the product id', async (one, other) => {
    const names = await register()([product(one, 1), product(other, 2)]);
    expect(names[0]).not.toMatch(/-1\//);
    expect(names[1]).toMatch(/-2\/.*-2_1\./);
  });

  it('gives a product asked for again the names it has', async () => {
    const assign = register();
    const first = await assign([product('a/b', 1), product('a_b', 2)]);
    expect(await assign([product('a_b', 2), product('a/b', 1)])).toEqual(first.toReversed());
  });

  it('is not deceived by an article that looks like a marked one', async () => {
    const names = await register()([product('a/b', 1), product('a_b-2', 3), product('a_b', 2)]);
    expect(new Set(names.map((name) => foldedPath(name ?? ''))).size).toBe(3);
  });

  it('finds names that only meet where folder, text and number are put together', async () => {
    const names = await register('{name}_{n}_{offer_id}')([
      product('a', 1, { name: 'x_1', count: 2 }),
      product('2_a', 2, { name: 'x', count: 1 }),
    ]);
    expect(names).toEqual(['x_1_1_a.*', 'x_1_2_a-2.*']);
  });
});

/** Numbers that only look random: the same at every run. */
function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe.each(templatePresets)('any articles with %s', (template) => {
  it('get names that are whole, safe, short and different', async () => {
    const pick = random(7);
    const alphabet = [
      ...'aAbBёЁ./\\:*?"<>|~ _-#0123蓝🎁\u0301\u0000\u202e\ud83d%{}',
      'CON',
      'nul.',
      'ﬁ',
      'ß',
      'SS',
      'İ',
    ];
    const wild = Array.from({ length: 1000 }, () =>
      Array.from({ length: 1 + pick(6) }, () => alphabet[pick(alphabet.length)]).join(''),
    );
    const articles = [...new Set([...wild, ...wild.map((article) => article.repeat(40))])];
    const products = articles.map((article, at) =>
      product(article, 1000 + at, { name: article, sku: at % 3 ? `${at}` : null }),
    );
    const names = await register(template)(products);
    expect(names).toHaveLength(articles.length);
    expect(new Set(names.map((name) => foldedPath(name ?? ''))).size).toBe(articles.length);
    for (const name of names)
      for (const part of (name ?? '').replace('*', 'webp').split('/')) {
        expect(bytesOf(part)).toBeLessThanOrEqual(200);
        expect(unsafeCharacter(part)).toBeUndefined();
        expect(part).not.toMatch(/^[\s.]|[\s.]$|^$|^(?:con|nul)(?:\.|$)/i);
      }
  });
});
