import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { errorCodes } from '../lib/core/error-codes';

type Texts = { [key: string]: string | Texts };
const texts: z.ZodType<Texts> = z.lazy(() => z.record(z.string(), z.union([z.string().min(1), texts])));

const folder = new URL('./', import.meta.url);
const read = (file: string) => texts.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

const flat = (node: Texts, prefix = ''): [key: string, text: string][] =>
  Object.entries(node)
    .flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : flat(value, `${prefix}${key}.`),
    )
    .map(([key, value]) => [key, value]);

/** Languages have different plural forms, so these endings count as one key. */
const withoutPlural = (key: string) => key.replace(/_(?:zero|one|two|few|many|other)$/, '');
const keysOf = (node: Texts) => [...new Set(flat(node).map(([key]) => withoutPlural(key)))].sort();
const placeholdersOf = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name).sort();

describe.each(files)('%s', (file) => {
  const own = read(file);
  const byKey = new Map(flat(own));

  it.each(errorCodes)('has a text and a hint for %s', (code) => {
    expect(byKey.get(`errors.${code}.text`) ?? '').not.toBe('');
    expect(byKey.get(`errors.${code}.hint`) ?? '').not.toBe('');
  });

  it('has no texts for codes that do not exist', () => {
    const known: readonly string[] = errorCodes;
    const written = Object.entries(own.errors ?? {}).flatMap(([area, reasons]) =>
      Object.keys(reasons).map((reason) => `${area}.${reason}`),
    );
    expect(written.filter((code) => !known.includes(code))).toEqual([]);
  });

  it('has the keys of every other locale file', () => {
    expect(keysOf(own)).toEqual(keysOf(read('en.json')));
  });

  it('has every plural form its language needs', () => {
    const language = file.replace('.json', '');
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plural = [...byKey.keys()].filter((key) => key.endsWith('_other')).map(withoutPlural);
    const missing = plural.flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !byKey.has(key));
    expect(missing).toEqual([]);
  });

  it('fills in the same values as the English sentence', () => {
    const english = new Map(flat(read('en.json')).map(([key, text]) => [withoutPlural(key), placeholdersOf(text)]));
    const different = [...byKey].filter(
      ([key, text]) => String(placeholdersOf(text)) !== String(english.get(withoutPlural(key)) ?? []),
    );
    expect(different).toEqual([]);
  });
});
