import en from '../../locales/portal/en.json';
import ru from '../../locales/portal/ru.json';
import zh from '../../locales/portal/zh.json';

export type Label = keyof (typeof en)['labels'];
type Language = { labels: Record<Label, string>; errors: Record<string, string> };
export type Values = Record<string, string | number>;

const languages: Record<string, Language> = { en, ru, zh };

const fill = (text: string, values: Values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));

export type Texts = ReturnType<typeof createTexts>;

/** The texts shown on the cabinet's pages; `setLanguage` changes them for everything drawn from then on. */
export function createTexts() {
  let { labels, errors }: Language = en;
  /** What the companion could not do is, for whoever stands before the page, storing. */
  const textOf = (code: string) => errors[code.replace(/^companion$/, 'storage')];
  return {
    setLanguage(tag: string): void {
      ({ labels, errors } = languages[tag.split('-')[0] ?? ''] ?? en);
    },
    label: (name: Label, values?: Values): string => (values ? fill(labels[name], values) : labels[name]),
    /** The sentence for an error code: its own, that of its area, or the one for everything else. */
    error: (code: string): string => textOf(code) ?? textOf(code.split('.')[0] ?? '') ?? textOf('other') ?? code,
  };
}
