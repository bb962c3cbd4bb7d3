import { storage } from '#imports';
import type { Connection } from '../core/connection';
import { defaultSettings, type Settings } from '../core/settings';

/** Small values outside the database; versioned, so that a later shape can migrate them. */
export const settingsItem = storage.defineItem<Settings>('local:settings', { fallback: defaultSettings, version: 1 });

export const connectionItem = storage.defineItem<Connection | null>('local:connection', { fallback: null, version: 1 });
