const escaped = (text: string) => text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const htmlLanguages: Record<string, string> = { ru: 'ru', en: 'en', zh: 'zh-Hans' };

/** The portal's only HTML: empty until its own script fills it; no inline script, no inline style. */
export function shellPage(shop: string, variant: string, language: string): string {
  const state = { variant, language, shop };
  const attributes = Object.entries(state).map(([name, value]) => `data-${name}="${escaped(value)}"`);
  return `<!doctype html><html lang="${htmlLanguages[language] ?? 'ru'}" ${attributes.join(' ')}><head><meta charset="utf-8">
<title>Ozon Seller · ${escaped(shop)}</title><link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/portal.css">
<script type="module" src="/portal.js"></script></head><body><div id="app"></div></body></html>
`;
}
