import type { Cell, TableWindow } from '@/api/types';

const TAG = 'mlflow.loggedArtifacts';

/** Paths of the tables that a run says it logged. */
export function tablesOf(tags: ReadonlyMap<string, string>): string[] {
  try {
    const listed: unknown = JSON.parse(tags.get(TAG) ?? '[]');
    if (!Array.isArray(listed)) return [];
    return listed.flatMap((entry) =>
      typeof entry?.path === 'string' && entry.type === 'table' ? [String(entry.path)] : [],
    );
  } catch {
    return [];
  }
}

/** A row of several tables laid over each other. */
export interface JoinedRow {
  id: string;
  /** For each run its values by column; undefined where a run has no such row. */
  runs: (Record<string, Cell> | undefined)[];
}

export interface JoinedTables {
  columns: string[];
  rows: JoinedRow[];
}

/**
 * Lays tables over each other: row by row, or by the values of a column. Of rows with the same value the first, second... of each run
 * belong together. Order is that of the first run; rows that it lacks follow.
 */
export function joinTables(tables: readonly (TableWindow | undefined)[], by: string | undefined): JoinedTables {
  const columns = new Set<string>();
  const rows = new Map<string, JoinedRow>();
  for (const [run, table] of tables.entries()) {
    const seen = new Map<string, number>();
    for (const { name } of table?.columns ?? []) columns.add(name);
    for (let at = 0; at < (table?.rows ?? 0); at++) {
      // Without a prototype: columns may have any name.
      const values: Record<string, Cell> = Object.create(null);
      for (const column of table?.columns ?? []) values[column.name] = column.values[at] ?? null;
      const key = by === undefined ? String(at + 1) : JSON.stringify(values[by] ?? null);
      const count = seen.get(key) ?? 0;
      seen.set(key, count + 1);
      const id = count === 0 ? key : `${key}#${count}`;
      const row = rows.get(id) ?? { id, runs: tables.map(() => undefined) };
      row.runs[run] = values;
      rows.set(id, row);
    }
  }
  return { columns: [...columns], rows: [...rows.values()] };
}

/** Whether a run's value is another than that of the first run. */
export function isDifferent(row: JoinedRow, run: number, column: string): boolean {
  return run > 0 && !Object.is(row.runs[run]?.[column] ?? null, row.runs[0]?.[column] ?? null);
}

/** Rows and columns in which any run differs from the first. */
export function onlyDifferences({ columns, rows }: JoinedTables): JoinedTables {
  const differs = (row: JoinedRow, column: string) => row.runs.some((_, run) => isDifferent(row, run, column));
  return {
    columns: columns.filter((column) => rows.some((row) => differs(row, column))),
    rows: rows.filter((row) => columns.some((column) => differs(row, column))),
  };
}
