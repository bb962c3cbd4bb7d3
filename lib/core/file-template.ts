import { unsafeCharacter } from './safe-name';

/** What a template can name. `nn` is the number with at least two digits, so that names sort as the card shows them. */
export const templateFields = ['offer_id', 'sku', 'product_id', 'name', 'n', 'nn', 'ext'] as const;
export type TemplateField = (typeof templateFields)[number];

/** Fields that tell one product from all others of a store; one of them has to be in every template. */
export const productFields = ['offer_id', 'sku', 'product_id'] as const satisfies TemplateField[];
const numberFields: readonly TemplateField[] = ['n', 'nn'];

export type TemplateToken = { text: string } | { field: TemplateField };

/** Folders and, last, the file; each a row of tokens. */
export type FileTemplate = TemplateToken[][];

export type TemplateRefusal =
  | 'template.characters'
  | 'template.field_unknown'
  | 'template.folder'
  | 'template.no_number'
  | 'template.no_product'
  | 'template.number_touches'
  | 'template.too_long';

/** Ready-made templates, the usual one first. */
export const templatePresets = [
  '{offer_id}/{offer_id}_{n}',
  '{offer_id}/{offer_id}_{nn}',
  '{offer_id}_{nn}',
  '{sku}/{sku}_{nn}',
  '{name}/{offer_id}_{nn}',
] as const;

const longest = { template: 200, parts: 6 };

const isField = (name: string): name is TemplateField => templateFields.some((field) => field === name);

/** A template taken apart, or what is wrong with it; `part` is the piece to point at. */
export function parseTemplate(
  template: string,
): { ok: true; parts: FileTemplate } | { ok: false; code: TemplateRefusal; part: string } {
  const refuse = (code: TemplateRefusal, part: string) => ({ ok: false, code, part }) as const;
  const pieces = template.split('/');
  if (template.length > longest.template || pieces.length > longest.parts) return refuse('template.too_long', template);
  const parts: FileTemplate = [];
  for (const piece of pieces) {
    const tokens = tokensOf(piece);
    const unknown = tokens.find((token) => 'field' in token && !isField(token.field));
    if (unknown && 'field' in unknown) return refuse('template.field_unknown', `{${unknown.field}}`);
    const strange = tokens.flatMap((token) => ('text' in token ? (unsafeCharacter(token.text) ?? []) : []))[0];
    if (strange !== undefined) return refuse('template.characters', strange);
    // What stands at the ends of a name is cut by one system or another, and nothing at all is no name.
    if (piece === '' || /^[\s.]|[\s.]$/.test(piece)) return refuse('template.folder', piece);
    parts.push(tokens.filter((token): token is TemplateToken => 'text' in token || isField(token.field)));
  }
  const code = ambiguityOf(parts);
  return code ? refuse(code, template) : { ok: true, parts };
}

/** `{field}` and the text between; a brace that belongs to no field is a field without a name. */
function tokensOf(piece: string): ({ text: string } | { field: string })[] {
  return piece
    .split(/(\{[^{}]*\})/)
    .filter((token) => token !== '')
    .map((token) => {
      if (/^\{[^{}]*\}$/.test(token)) return { field: token.slice(1, -1) };
      return /[{}]/.test(token) ? { field: '' } : { text: token };
    });
}

/** Why two pictures of a store could get one name, if they could. */
function ambiguityOf(parts: FileTemplate): TemplateRefusal | undefined {
  const fields = parts.flat().flatMap((token) => ('field' in token ? [token.field] : []));
  if (!productFields.some((field) => fields.includes(field))) return 'template.no_product';
  if (!fields.some((field) => numberFields.includes(field))) return 'template.no_number';
  // `{sku}{n}` makes 11 of SKU 1, picture 1 and of nothing else only until SKU 11 comes along.
  const apart = parts.every((tokens) =>
    tokens.every((token, at) => standsApart(token, tokens[at - 1], tokens[at + 1])),
  );
  return apart ? undefined : 'template.number_touches';
}

function standsApart(token: TemplateToken, before?: TemplateToken, after?: TemplateToken): boolean {
  if (!('field' in token) || !numberFields.includes(token.field)) return true;
  const left = before === undefined || ('text' in before && !/\d$/.test(before.text));
  return left && (after === undefined || ('text' in after && !/^\d/.test(after.text)));
}
