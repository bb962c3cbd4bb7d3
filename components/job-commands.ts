import type { JobId } from '../lib/core/ids';

/** Files a result can be written to. */
export type ExportFormat = 'json' | 'csv' | 'xlsx';

/** Pictures looked for in storage, those that are gone, and those that could not be looked for. */
export type StoredCounts = { checked: number; missing: number; unclear: number };

/** What a job card can ask for; the page ties it to the worker and the database. */
export type JobCommands = {
  pause: (id: JobId) => Promise<unknown>;
  resume: (id: JobId) => Promise<unknown>;
  cancel: (id: JobId) => Promise<unknown>;
  retry: (id: JobId) => Promise<unknown>;
  remove: (id: JobId) => Promise<unknown>;
  /** Starts a new job with the same list. */
  again: (id: JobId) => Promise<unknown>;
  /** Looks whether stored pictures are still there; those that are not will be copied by the next job. */
  checkStored: (id: JobId) => Promise<StoredCounts>;
  /** Puts all addresses on the clipboard and gives their number. */
  copyLinks: (id: JobId) => Promise<number>;
  save: (id: JobId, format: ExportFormat) => Promise<unknown>;
};
