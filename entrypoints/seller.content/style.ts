import css from './portal.css?inline';

let sheet: CSSStyleSheet | undefined;

/** Gives a shadow root the style: one shared sheet, or a copy in it where the browser keeps those from content scripts. */
export function applyStyle(shadow: ShadowRoot): void {
  try {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement('style');
    style.textContent = css;
    shadow.append(style);
  }
}
