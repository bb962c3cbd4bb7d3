import en from '../../locales/en.json';
import ru from '../../locales/ru.json';
import zh from '../../locales/zh.json';
import type { Settings } from '../core/settings';

/** One entry per locale file; a new language also goes into `language` of the settings. */
export const resources = { en: { translation: en }, ru: { translation: ru }, zh: { translation: zh } };

/** The language to show: the one that was set, or the first of the browser's that there are texts for. */
export function languageFor(setting: Settings['language']): string {
  if (setting !== 'auto') return setting;
  const wanted = navigator.languages.map((tag) => tag.split('-')[0] ?? '');
  return wanted.find((tag) => Object.hasOwn(resources, tag)) ?? 'en';
}
