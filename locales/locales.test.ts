import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { errorCodes } from '../lib/core/error-codes';
import { templateFields } from '../lib/core/file-template';

type Texts = { [key: string]: string | Texts };
const texts: z.ZodType<Texts> = z.lazy(() =>
  z.record(z.string(), z.union([z.string().regex(/^\S(?:.*\S)?$/, 'empty, or with blanks around it'), texts])),
);

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
/** With their formats: `{{count, number}}` without its format would show 12000 as it is. And fields of file names. */
const placeholdersOf = (text: string) => (text.match(/\{\{.*?\}\}|\{.*?\}/g) ?? []).sort();
/** A field of file names, as a seller types it. */
const typedField = new RegExp(`(?<!\\{)\\{(?:${templateFields.join('|')})\\}(?!\\})`, 'g');
/** Every brace belongs to a whole placeholder, or to a field that exists. */
const isWhole = (text: string) => !/[{}]/.test(text.replace(/\{\{\w+(?:, number)?\}\}/g, '').replace(typedField, ''));

const english = new Map(flat(read('en.json')).map(([key, text]) => [withoutPlural(key), text]));

/** What is the same everywhere: names, signs, and the names of the languages. */
const sameEverywhere =
  /^(?:app\.name|items\.(?:sku|pictures)|time\.hoursMinutes|settings\.languages\.(?:en|ru|zh)|articles\.file\.option|disk\.megabytes|companion\.urlPlaceholder|stores\.(?:clientId|clientIdPlaceholder|apiKey)|companion\.stepStates\.done|(?:popup|push)\.fields\.(?:sku|product_id))$/;
const own: Record<string, RegExp> = { ru: /\p{Script=Cyrillic}/u, zh: /\p{Script=Han}/u };

describe.each(files)('%s', (file) => {
  const node = read(file);
  const byKey = new Map(flat(node));
  const language = file.replace('.json', '');

  it.each(errorCodes)('has a text and a hint for %s', (code) => {
    expect(byKey.get(`errors.${code}.text`) ?? '').not.toBe('');
    expect(byKey.get(`errors.${code}.hint`) ?? '').not.toBe('');
  });

  it('has no texts for codes that do not exist', () => {
    const known: readonly string[] = errorCodes;
    const written = Object.entries(node.errors ?? {}).flatMap(([area, reasons]) =>
      Object.keys(reasons).map((reason) => `${area}.${reason}`),
    );
    expect(written.filter((code) => !known.includes(code))).toEqual([]);
  });

  it('has the keys of every other locale file', () => {
    expect(keysOf(node)).toEqual(keysOf(read('en.json')));
  });

  it('has exactly the plural forms its language needs', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plural = flat(read('en.json'))
      .filter(([key]) => key.endsWith('_other'))
      .map(([key]) => withoutPlural(key));
    const needed = plural.flatMap((key) => forms.map((form) => `${key}_${form}`));
    const written = [...byKey.keys()].filter((key) => plural.includes(withoutPlural(key)));
    expect(written.sort()).toEqual(needed.sort());
  });

  it('fills in the same values as the English sentence, in the same format', () => {
    const different = [...byKey].filter(
      ([key, text]) =>
        !isWhole(text) ||
        String(placeholdersOf(text)) !== String(placeholdersOf(english.get(withoutPlural(key)) ?? '')),
    );
    expect(different).toEqual([]);
  });

  it.each(['job.retry', 'job.resume', 'job.again', 'popup.destinations.links'])(
    'calls the button of %s in sentences what it says',
    (button) => {
      const naming = [...byKey.keys()].filter((key) =>
        english.get(withoutPlural(key))?.includes(`“${english.get(button)}”`),
      );
      expect(naming.length).toBeGreaterThan(0);
      const label = byKey.get(button) ?? '?';
      expect(naming.filter((key) => !byKey.get(key)?.match(`[“«]${label}[”»]`))).toEqual([]);
    },
  );

  it('leaves nothing in another language', () => {
    const script = own[language];
    const foreign = [...byKey].filter(([key, text]) => !sameEverywhere.test(key) && script?.test(text) === false);
    expect(foreign).toEqual([]);
  });
});

describe('names in the stores', () => {
  const messages = z.object({
    extensionName: z.object({ message: z.string().min(1).max(75) }),
    extensionDescription: z.object({ message: z.string().min(1).max(132) }),
  });
  const names = new URL('../public/_locales/', import.meta.url);
  const folders = readdirSync(names).sort();

  it('stand in every language, by the names browsers know', () => {
    expect(folders.map((name) => name.split('_')[0])).toEqual(files.map((file) => file.replace('.json', '')).sort());
  });

  it.each(folders)('%s has a name and a description no longer than browsers take', (name) => {
    const text = readFileSync(new URL(`${name}/messages.json`, names), 'utf8');
    expect(messages.strict().safeParse(JSON.parse(text)).error).toBeUndefined();
  });
});
