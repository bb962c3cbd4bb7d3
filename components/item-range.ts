/** Rows are read by so many, so that scrolling a little reads nothing. */
const readBy = 100;

/** The page of a list a row is read with. */
export const pageOf = (index: number | undefined): number => Math.floor((index ?? 0) / readBy);

/** Rows `from`–`to` (not included) of pages `first`–`last`. Pages may be those of a longer list that was shown before. */
export function itemRange(first: number, last: number, count: number) {
  const to = Math.min(count, (Math.max(first, last) + 1) * readBy);
  return { from: Math.min(first * readBy, to), to };
}
