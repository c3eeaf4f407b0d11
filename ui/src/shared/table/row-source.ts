/** Rows by their place, of which some may not have been read yet. */
export interface RowSource<Row> {
  count: number;
  /** The row at a place; undefined while it is being read. */
  at: (index: number) => Row | undefined;
  /** Every row that was read. */
  loaded: () => readonly Row[];
}

/** Rows that are all there. */
export function sourceOf<Row>(rows: readonly Row[]): RowSource<Row> {
  return { count: rows.length, at: (index) => rows[index], loaded: () => rows };
}

/** The rows from one place to another, either way round, that were read. */
export function rowsBetween<Row>(source: RowSource<Row>, from: number, to: number): Row[] {
  const found: Row[] = [];
  for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
    const row = source.at(index);
    if (row !== undefined) found.push(row);
  }
  return found;
}
