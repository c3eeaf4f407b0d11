import { Select, Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTableOfRuns } from '@/api/artifacts/read-table';
import type { RunRow } from '@/api/runs/run-row';
import type { Cell } from '@/api/types';
import type { ChartRun } from '@/features/metrics/chart-run';
import { plural } from '@/shared/format/number';
import { type Column, widthOf } from '@/shared/table/column';
import { DataTable } from '@/shared/table/data-table';
import { EmptyState } from '@/shared/ui/empty-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Snippet } from '@/shared/ui/snippet';
import styles from './explore.module.css';
import { isDifferent, type JoinedRow, joinTables, onlyDifferences, tablesOf } from './logged-tables';

const EXAMPLE = "barograph.log_table({'question': questions, 'answer': answers}, 'answers.json')";
const LOOKED_AT = 30;

interface TableExplorerProps {
  rows: RunRow[];
  runs: ChartRun[];
  /** The table that is shown. */
  file: string | undefined;
  /** The column by whose values rows of different runs belong together; else they do by their place. */
  only: string | undefined;
  onChange: (part: { file?: string | undefined; only?: string | undefined }) => void;
}

/** A table that several runs logged, laid over each other: what differs from the first run is marked. */
export default function TableExplorer({ rows, runs, file, only, onChange }: TableExplorerProps) {
  const paths = useMemo(() => [...new Set(rows.flatMap((row) => tablesOf(row.tags)))].sort(), [rows]);
  const path = paths.find((each) => each === file) ?? paths[0];
  const having = useMemo(
    () => runs.filter((_, i) => path && tablesOf(rows[i]?.tags ?? new Map()).includes(path)),
    [rows, runs, path],
  );
  const answers = useTableOfRuns(
    having.map((run) => run.id),
    path,
  );
  const [by, setBy] = useState<string>();
  const loaded = answers.map((answer) => answer.data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is new each time, the tables in it are not
  const joined = useMemo(() => joinTables(loaded, by), [by, ...loaded]);
  const shown = useMemo(() => (only === '1' ? onlyDifferences(joined) : joined), [joined, only]);
  const columns = useMemo(
    () => [
      keyColumn(by, shown.rows),
      ...shown.columns.filter((name) => name !== by).flatMap((name) => columnsOf(name, shown.rows, having)),
    ],
    [shown, having, by],
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
  const long = loaded.some((table) => table?.next_offset);
  return (
    <div className={styles.explorer}>
      <div className={styles.tools}>
        <Select
          aria-label="Table"
          data={paths}
          value={path}
          allowDeselect={false}
          w={260}
          onChange={(next) => onChange({ file: next ?? undefined })}
        />
        <Select
          aria-label="Match rows by"
          placeholder="Match rows by place"
          data={joined.columns}
          value={by ?? null}
          clearable
          w={220}
          onChange={(next) => setBy(next ?? undefined)}
        />
        <Switch
          label="Only differences"
          checked={only === '1'}
          onChange={(event) => onChange({ only: event.currentTarget.checked ? '1' : undefined })}
        />
      </div>
      {answers.some((answer) => answer.isPending) ? (
        <SkeletonRows />
      ) : shown.rows.length === 0 ? (
        <EmptyState title={joined.rows.length === 0 ? 'The table has no rows' : 'Nothing differs from the first run'} />
      ) : (
        <DataTable
          label={`${path} of ${plural(having.length, 'run')}`}
          columns={columns}
          rows={shown.rows}
          rowId={(row) => row.id}
          rowLabel={(row) => `row ${row.id}`}
        />
      )}
      <p className={styles.note} role="status">
        {plural(shown.rows.length, 'row')} of {plural(having.length, 'run')}
        {having.length < runs.length && ` · ${plural(runs.length - having.length, 'other run')} without this table`}
        {long && ' · the first 1,000 rows of each'}
        {failed.map((text) => ` · ${text}`)}
      </p>
    </div>
  );
}

function textOf(value: Cell | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

/** What tells rows apart, which stays in sight: their place, or their value of the column that joins them. */
function keyColumn(by: string | undefined, rows: readonly JoinedRow[]): Column<JoinedRow> {
  const text = (row: JoinedRow) =>
    by === undefined ? row.id : textOf(row.runs.find((values) => values !== undefined)?.[by]);
  return {
    id: '#',
    header: by ?? '#',
    width:
      by === undefined ? 34 + String(rows.length).length * 8 : widthOf([by, ...rows.slice(0, LOOKED_AT).map(text)]),
    numeric: by === undefined,
    pinned: true,
    cell: (row) => <span title={text(row)}>{text(row)}</span>,
  };
}

/** One column of the tables: a column for each run, under one heading. */
function columnsOf(name: string, rows: readonly JoinedRow[], runs: ChartRun[]): Column<JoinedRow>[] {
  const sample = rows.slice(0, LOOKED_AT).map((row) => row.runs.map((values) => values?.[name]));
  const numeric = sample.flat().every((value) => value === null || value === undefined || typeof value === 'number');
  return runs.map((run, index) => ({
    id: `${name}\u0000${run.id}`,
    header: run.label,
    group: name,
    width: widthOf([run.label, ...sample.map((values) => textOf(values[index]))]),
    numeric,
    cell: (row) => {
      const text = textOf(row.runs[index]?.[name]);
      if (!isDifferent(row, index, name)) return <span title={text}>{text}</span>;
      return (
        <mark
          className={styles.differs}
          title={`${text || 'nothing'}, not ${textOf(row.runs[0]?.[name]) || 'nothing'}`}
        >
          {text || '—'}
        </mark>
      );
    },
  }));
}
