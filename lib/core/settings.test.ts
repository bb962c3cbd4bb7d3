import { expect, it } from 'vitest';
import { settings, settingsChange } from './settings';

/** What stands on the cabinet’s pages. */
const shown = { rowButtons: true, editButtons: true, launcher: true };

it('fills a row of an older version with defaults', () => {
  const defaults = { concurrency: 0, timeoutS: 20, language: 'auto', notify: true, defaultStoreId: null, ...shown };
  expect(settings.parse({})).toEqual(defaults);
  expect(settings.parse({ concurrency: 7 })).toEqual({ ...defaults, concurrency: 7 });
});

it('changes nothing that is not in a change', () => {
  expect(settingsChange.parse({ notify: false })).toEqual({ notify: false });
});

it.each([
  { concurrency: 49 },
  { concurrency: -1 },
  { concurrency: 1.5 },
  { timeoutS: 0 },
  { timeoutS: 301 },
  { language: 'xx' },
])('refuses %j', (change) => {
  expect(settingsChange.safeParse(change).success).toBe(false);
});
