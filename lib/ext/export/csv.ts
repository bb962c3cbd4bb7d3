import Papa from 'papaparse';
import type { JobId } from '../../core/ids';
import { type ExportRow, exportColumns, exportRows, numberColumns } from '../../pipeline/export-rows';
import type { Database } from '../db';
import { readJob, readLines } from '../read-job';

/** What makes a spreadsheet take a cell for a formula, full-width forms included (OWASP, "CSV injection"). */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

const format: Papa.UnparseConfig = {
  newline: '\r\n',
  escapeFormulae: formulaStart,
  // Quoted text stays text, with its leading zeros, wherever a reader tells text and numbers apart by quotes.
  quotes: exportColumns.map((column) => !numberColumns.has(column)),
};

const textOf = (rows: ExportRow[]) =>
  Papa.unparse(
    rows.map((row) => exportColumns.map((column) => row[column])),
    format,
  );

/** A job as CSV, one row a picture: UTF-8 with the mark Excel needs, no cell is a formula. Errors: `job.not_found`. */
export async function csvFile(db: Database, id: JobId): Promise<Blob> {
  const job = await readJob(db, id);
  const parts: BlobPart[] = [`\uFEFF${Papa.unparse([[...exportColumns]])}\r\n`];
  for await (const page of readLines(db, job))
    parts.push(new Blob([textOf(page.flatMap(({ item, pictures }) => exportRows(job, item, pictures))), '\r\n']));
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}
