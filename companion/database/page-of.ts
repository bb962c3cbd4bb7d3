/**
 * A page of rows of which one more than `limit` were read, newest first; `next` is the `before` of the page after it, null
 * at the end.
 */
export function pageOf<Row extends { id: number }>(rows: Row[], limit: number): { page: Row[]; next: number | null } {
  const page = rows.slice(0, limit);
  return { page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
