import { useMemo } from 'react';
import { useTableOfRuns } from '@/api/artifacts/read-table';
import type { RunRow } from '@/api/runs/run-row';
import type { ChartRun } from '@/features/metrics/chart-run';
import { plural } from '@/shared/format/number';
import { parseSort, writeSort } from '@/shared/table/column';
import { DataTable } from '@/shared/table/data-table';
import { EmptyState } from '@/shared/ui/empty-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Snippet } from '@/shared/ui/snippet';
import styles from './explore.module.css';
import { type JoinedRow, joinTables, onlyDifferences, tablesOf } from './logged-tables';
import { sortedRows } from './sort-rows';
import { columnsOf, keyColumn, keyText, ROW_KEY } from './table-columns';
import { type TableChoice, TableTools } from './table-tools';

const EXAMPLE = "barograph.log_table({'question': questions, 'answer': answers}, 'answers.json')";

interface TableExplorerProps {
  rows: RunRow[];
  runs: ChartRun[];
  /** Which table, by whose values rows of different runs belong together (else by their place), whether only differences are shown, order. */
  choice: TableChoice;
  onChange: (part: TableChoice) => void;
}

/** The value by which a column sorts: that of its run, or the key of the row. */
function valueIn(row: JoinedRow, id: string, by: string | undefined) {
  if (id === ROW_KEY) return by === undefined ? Number(row.id) : keyText(row, by);
  const dot = id.indexOf('.');
  return row.runs[Number(id.slice(0, dot))]?.[id.slice(dot + 1)];
}

/** A table that several runs logged, laid over each other: what differs from the first run is marked. */
export default function TableExplorer({ rows, runs, choice, onChange }: TableExplorerProps) {
  const paths = useMemo(() => [...new Set(rows.flatMap((row) => tablesOf(row.tags)))].sort(), [rows]);
  const path = paths.find((each) => each === choice.file) ?? paths[0];
  const having = useMemo(
    () => runs.filter((_, i) => path && tablesOf(rows[i]?.tags ?? new Map()).includes(path)),
    [rows, runs, path],
  );
  const ids = useMemo(() => having.map((run) => run.id), [having]);
  const answers = useTableOfRuns(ids, path);
  const stamp = answers.map((answer) => answer.dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tables change with the stamp
  const tables = useMemo(() => answers.map((answer) => answer.data), [stamp, ids, path]);
  const { by, only, sort } = choice;
  const joined = useMemo(() => joinTables(tables, by), [by, tables]);
  const shown = useMemo(() => (only === '1' ? onlyDifferences(joined) : joined), [joined, only]);
  const columns = useMemo(
    () => [
      keyColumn(by, shown.rows),
      ...shown.columns.filter((name) => name !== by).flatMap((name) => columnsOf(name, shown.rows, having)),
    ],
    [shown, having, by],
  );
  const order = useMemo(() => parseSort(sort), [sort]);
  const sorted = useMemo(
    () => sortedRows(shown.rows, order, (row, id) => valueIn(row, id, by)),
    [shown.rows, order, by],
  );
  if (path === undefined) {
    return (
      <EmptyState title="These runs have no tables">
        <p>Log a table in several runs under the same name, and they appear here laid over each other:</p>
        <Snippet code={EXAMPLE} />
      </EmptyState>
    );
  }
  const failed = answers.flatMap((answer, index) =>
    answer.isError ? [`${having[index]?.label}: ${answer.error.message}`] : [],
  );
  const pending = answers.some((answer) => answer.isPending);
  const nothing = joined.rows.length === 0 ? 'The table has no rows' : 'Nothing differs from the first run';
  return (
    <div className={styles.explorer}>
      <TableTools {...{ paths, path, by, onChange }} columns={joined.columns} only={only === '1'} />
      {pending && <SkeletonRows />}
      {!pending && sorted.length === 0 && <EmptyState title={nothing} />}
      {!pending && sorted.length > 0 && (
        <DataTable
          label={`${path} of ${plural(having.length, 'run')}`}
          columns={columns}
          rows={sorted}
          rowId={(row) => row.id}
          rowLabel={(row) => `row ${row.id}`}
          sort={order}
          onSort={(next) => onChange({ sort: writeSort(next) })}
        />
      )}
      <p className={styles.note} role="status">
        {plural(sorted.length, 'row')} of {plural(having.length, 'run')}
        {having.length < runs.length && ` · ${plural(runs.length - having.length, 'other run')} without this table`}
        {tables.some((table) => table?.next_offset) && ' · the first 1,000 rows of each'}
        {failed.map((text) => ` · ${text}`)}
      </p>
    </div>
  );
}
