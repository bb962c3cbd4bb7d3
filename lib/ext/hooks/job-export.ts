import type { JobId } from '../../core/ids';
import { jsonFile } from '../export/json';
import { pageDatabase } from './page-database';
import { saveFile } from './save-file';

/** The makers of files; those that bring a library are loaded when they are asked for. */
const makers = {
  json: async () => jsonFile,
  csv: async () => (await import('../export/csv')).csvFile,
  xlsx: async () => (await import('../export/xlsx')).xlsxFile,
};

/** Writes the result of a job into the browser's downloads. Errors: `job.not_found`, `export.too_long`. */
export async function saveResult(id: JobId, format: keyof typeof makers): Promise<void> {
  const make = await makers[format]();
  saveFile(`ozon-images-${id}.${format}`, await make(pageDatabase, id));
}
