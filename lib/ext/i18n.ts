import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { settingsItem } from './storage-items';
import { languageFor, resources } from './texts';

/** Loads the texts in the language of the settings and follows later changes. Await before the first render. */
export async function startTexts(): Promise<void> {
  i18next.on('languageChanged', (tag) => {
    document.documentElement.lang = tag;
  });
  const { language } = await settingsItem.getValue();
  await i18next.use(initReactI18next).init({
    lng: languageFor(language),
    fallbackLng: 'en',
    resources,
    showSupportNotice: false,
    // React escapes by itself.
    interpolation: { escapeValue: false },
  });
  settingsItem.watch((settings) => void i18next.changeLanguage(languageFor(settings.language)));
}
