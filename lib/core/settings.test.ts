import { expect, it } from 'vitest';
import { settings, settingsChange } from './settings';

/** What stands on the cabinet’s pages. */
const shown = { rowButtons: true, editButtons: true, launcher: true };

const disk = { diskMode: 'zip', diskPartMb: 1024, diskTemplate: '{offer_id}/{offer_id}_{n}' };

it('fills a row of an older version with defaults', () => {
  const general = { concurrency: 0, timeoutS: 20, language: 'auto', notify: true, defaultStoreId: null };
  const defaults = { ...general, ...disk, ...shown };
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
