import type { Cell } from '@/api/types';
import type { ChartRun } from '@/features/metrics/chart-run';
import { type Column, widthOf } from '@/shared/table/column';
import styles from './explore.module.css';
import { isDifferent, type JoinedRow } from './logged-tables';

const LOOKED_AT = 30;
/** The key of a row, as a column to sort by. */
export const ROW_KEY = '#';

export function textOf(value: Cell | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

/** The value of a row in the column that joins rows, of the first run that has the row. */
export function keyText(row: JoinedRow, by: string | undefined): string {
  return by === undefined ? row.id : textOf(row.runs.find((values) => values !== undefined)?.[by]);
}

/** Names the column of a run; `columnOf` reads it back. */
export function columnId(name: string, run: number): string {
  return `${run}.${name}`;
}

/** What tells rows apart, which stays in sight: their place, or their value of the column that joins them. */
export function keyColumn(by: string | undefined, rows: readonly JoinedRow[]): Column<JoinedRow> {
  const text = (row: JoinedRow) => keyText(row, by);
  const widest = widthOf([by ?? '', ...rows.slice(0, LOOKED_AT).map(text)]);
  return {
    id: ROW_KEY,
    header: by ?? '#',
    width: by === undefined ? 48 + String(rows.length).length * 8 : widest,
    numeric: by === undefined,
    pinned: true,
    sortable: true,
    cell: (row) => <span title={text(row)}>{text(row)}</span>,
  };
}

/** One column of the tables: a column for each run, under one heading. */
export function columnsOf(name: string, rows: readonly JoinedRow[], runs: readonly ChartRun[]): Column<JoinedRow>[] {
  const sample = rows.slice(0, LOOKED_AT).map((row) => row.runs.map((values) => values?.[name]));
  const numeric = sample.flat().every((value) => value === null || value === undefined || typeof value === 'number');
  return runs.map((run, index) => ({
    id: columnId(name, index),
    header: run.label,
    group: name,
    width: widthOf([run.label, ...sample.map((values) => textOf(values[index]))]),
    numeric,
    sortable: true,
    cell: (row) => <ComparedCell row={row} run={index} name={name} />,
  }));
}

/** A value, marked where it is another than that of the first run. */
function ComparedCell({ row, run, name }: { row: JoinedRow; run: number; name: string }) {
  const text = textOf(row.runs[run]?.[name]);
  if (!isDifferent(row, run, name)) return <span title={text}>{text}</span>;
  const told = `${text || 'nothing'}, not ${textOf(row.runs[0]?.[name]) || 'nothing'}`;
  return (
    <mark className={styles.differs} title={told}>
      {text || '—'}
    </mark>
  );
}
