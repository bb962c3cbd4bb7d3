type Sources = { sku?: string | null | undefined }[] | null | undefined;

/** Every SKU a card answers to; one not yet created has SKU 0 or none. */
export function skusOf(sku: string | null | undefined, sources: Sources): string[] {
  const all = [sku, ...(sources ?? []).map((source) => source.sku)];
  return [...new Set(all)].filter((one): one is string => typeof one === 'string' && one !== '0' && one !== '');
}
