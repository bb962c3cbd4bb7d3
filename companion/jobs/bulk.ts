import { type AnyColumn, type SQL, sql } from 'drizzle-orm';

/** D1 takes texts of up to 2 MB; characters may be of four bytes. */
const maxText = 400_000;

/** Rows as D1 is given many of them: an array of columns each. */
export type Cells = (string | number | null)[];

/** A select of these rows for `insert … select`; D1 takes 100 parameters a statement, so all are in one text of JSON. */
function rowsFrom(json: string, columns: number): SQL {
  const cells = Array.from({ length: columns }, (_, index) => sql.raw(`value ->> ${index}`));
  // Without a condition `on conflict` would be read as a join's.
  return sql`select ${sql.join(cells, sql`, `)} from json_each(${json}) where true`;
}

/** Selects that give all of these rows, as few as their size allows. */
export function selectsOf(rows: Cells[]): SQL[] {
  const selects: SQL[] = [];
  let part: string[] = [];
  let size = 0;
  const end = () => {
    if (part.length > 0) selects.push(rowsFrom(`[${part.join(',')}]`, rows[0]?.length ?? 0));
    part = [];
    size = 0;
  };
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (size + text.length > maxText) end();
    part.push(text);
    size += text.length + 1;
  }
  end();
  return selects;
}

/** Whether a column has one of any number of values. */
export const isOneOf = (column: AnyColumn, values: (string | number)[]): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;
