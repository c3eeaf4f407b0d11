import type { Cell } from '@/api/types';
import type { Sort } from '@/shared/table/column';
import type { JoinedRow } from './logged-tables';

const collator = new Intl.Collator('en', { numeric: true });

/** Numbers before texts, each in their order. */
function compared(a: Cell, b: Cell): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number' || typeof b === 'number') return typeof a === 'number' ? -1 : 1;
  return collator.compare(String(a), String(b));
}

/** Whether a cell says nothing to sort by. */
function isLacking(value: Cell | undefined): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** Rows by the values of a column; those without one last, either way round. */
export function sortedRows(
  rows: readonly JoinedRow[],
  sort: Sort | undefined,
  cellOf: (row: JoinedRow, id: string) => Cell | undefined,
): JoinedRow[] {
  if (sort === undefined) return [...rows];
  const keyed = rows.map((row) => ({ row, value: cellOf(row, sort.id) }));
  keyed.sort((a, b) => {
    const [lackingA, lackingB] = [isLacking(a.value), isLacking(b.value)];
    if (lackingA || lackingB) return Number(lackingA) - Number(lackingB);
    const order = compared(a.value ?? null, b.value ?? null);
    return sort.descending ? -order : order;
  });
  return keyed.map(({ row }) => row);
}
