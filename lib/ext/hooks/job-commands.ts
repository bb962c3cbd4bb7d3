import type { ErrorCode } from '../../core/error-codes';
import type { JobId } from '../../core/ids';
import { createStoredCheck } from '../check-stored';
import { readLinks } from '../read-job';
import { sendMessage } from '../send-message';
import { saveResult } from './job-export';
import { pageDatabase } from './page-database';

async function copyLinks(id: JobId): Promise<number> {
  const links = await readLinks(pageDatabase, id);
  if (links.length > 0) await navigator.clipboard.writeText(links.join('\n'));
  return links.length;
}

/** The page that shows a job goes on to the new one. */
async function again(id: JobId): Promise<void> {
  const { id: next } = await sendMessage('jobs.again', { id });
  if (location.hash === `#/${id}`) location.hash = `#/${next}`;
}

const checkStored = createStoredCheck({
  db: pageDatabase,
  fetch: (url, init) => fetch(url, init),
  forget: (pictures) =>
    sendMessage('stored.forget', { pictures: pictures.map(({ key, publicUrl }) => ({ key, publicUrl })) }),
});

/** Everything a page can do with a job. Changes go by message; results are read from the database. */
export const jobCommands = {
  pause: (id: JobId) => sendMessage('jobs.pause', { id }),
  resume: (id: JobId) => sendMessage('jobs.resume', { id }),
  cancel: (id: JobId) => sendMessage('jobs.cancel', { id }),
  retry: (id: JobId) => sendMessage('jobs.retry', { id }),
  retryGroup: (id: JobId, code: ErrorCode) => sendMessage('jobs.retry', { id, code }),
  again,
  checkStored,
  remove: (id: JobId) => sendMessage('jobs.delete', { id }),
  copyLinks,
  save: saveResult,
};
