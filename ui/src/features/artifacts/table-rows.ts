import type { Cell, PreviewColumn, TableWindow } from '@/api/types';

/** A column over all windows that are loaded; `key` tells columns of one name apart. */
export interface LoadedColumn {
  key: string;
  name: string;
  type: PreviewColumn['type'];
}

export interface LoadedRow {
  /** Counted from 1, as it stands in the file. */
  number: number;
  cells: Record<string, Cell>;
}

/** Joins windows into rows. A column whose type changes from window to window becomes text, integers with numbers become numbers. */
export function joinWindows(windows: readonly TableWindow[]): { columns: LoadedColumn[]; rows: LoadedRow[] } {
  const columns = new Map<string, LoadedColumn>();
  const rows: LoadedRow[] = [];
  for (const window of windows) {
    const start = rows.length;
    for (let at = 0; at < window.rows; at++) rows.push({ number: window.offset + at + 1, cells: {} });
    const seen = new Map<string, number>();
    for (const { name, type, values } of window.columns ?? []) {
      const count = seen.get(name) ?? 0;
      seen.set(name, count + 1);
      const key = `${name}\u0000${count}`;
      const empty = values.every((value) => value === null);
      const known = columns.get(key);
      columns.set(key, { key, name, type: known && empty ? known.type : joined(known?.type, type) });
      for (let at = 0; at < values.length; at++) {
        const row = rows[start + at];
        if (row) row.cells[key] = values[at] ?? null;
      }
    }
  }
  return { columns: [...columns.values()], rows };
}

function joined(known: PreviewColumn['type'] | undefined, next: PreviewColumn['type']): PreviewColumn['type'] {
  if (known === undefined || known === next) return next;
  const both = new Set([known, next]);
  return both.has('integer') && both.has('number') ? 'number' : 'text';
}

const COLLATOR = new Intl.Collator('en', { numeric: true });

/** Rows by a column: numbers by size, texts by letters, rows without a value last either way. */
export function sortRows(rows: readonly LoadedRow[], column: LoadedColumn, descending: boolean): LoadedRow[] {
  const numeric = column.type === 'integer' || column.type === 'number';
  const sign = descending ? -1 : 1;
  const missing = (value: Cell | undefined) =>
    value === null || value === undefined || (numeric && Number.isNaN(Number(value)));
  return [...rows].sort((a, b) => {
    const [x, y] = [a.cells[column.key], b.cells[column.key]];
    if (missing(x) || missing(y)) return Number(missing(x)) - Number(missing(y)) || a.number - b.number;
    const order = numeric ? Number(x) - Number(y) : COLLATOR.compare(String(x), String(y));
    return sign * order || a.number - b.number;
  });
}

/** A value as it stands in a cell. */
export function cellText(value: Cell | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}
