import type { JobId } from '../../core/ids';
import { readJobResult, readLinks } from '../read-job';
import { sendMessage } from '../send-message';
import { pageDatabase } from './page-database';
import { saveFile } from './save-file';

async function copyLinks(id: JobId): Promise<number> {
  const links = await readLinks(pageDatabase, id);
  if (links.length > 0) await navigator.clipboard.writeText(links.join('\n'));
  return links.length;
}

async function exportJson(id: JobId): Promise<void> {
  const result = await readJobResult(pageDatabase, id);
  saveFile(`ozon-images-${id}.json`, new Blob([JSON.stringify(result, null, 2)], { type: 'application/json' }));
}

/** Everything a page can do with a job. Changes go by message; results are read from the database. */
export const jobCommands = {
  pause: (id: JobId) => sendMessage('jobs.pause', { id }),
  resume: (id: JobId) => sendMessage('jobs.resume', { id }),
  cancel: (id: JobId) => sendMessage('jobs.cancel', { id }),
  retry: (id: JobId) => sendMessage('jobs.retry', { id }),
  remove: (id: JobId) => sendMessage('jobs.delete', { id }),
  copyLinks,
  exportJson,
};
