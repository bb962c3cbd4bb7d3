import type { JobId } from '../lib/core/ids';

/** What a job card can ask for; the page ties it to the worker and the database. */
export type JobCommands = {
  pause: (id: JobId) => Promise<unknown>;
  resume: (id: JobId) => Promise<unknown>;
  cancel: (id: JobId) => Promise<unknown>;
  retry: (id: JobId) => Promise<unknown>;
  remove: (id: JobId) => Promise<unknown>;
  /** Puts all addresses on the clipboard and gives their number. */
  copyLinks: (id: JobId) => Promise<number>;
  exportJson: (id: JobId) => Promise<unknown>;
};
