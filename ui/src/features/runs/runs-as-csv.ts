import { fieldsOf, fieldText, readColumnId } from '@/api/runs/column-id';
import { durationOf } from '@/api/runs/run-clock';
import type { RunList } from '@/api/runs/run-list';
import { ROW_FIELDS, rowsOf } from '@/api/runs/run-rows';
import { pagesOf, tablePages } from '@/api/runs/table-pages';
import type { RunTable } from '@/api/types';
import { csvLines } from '@/shared/format/csv';

const OF_EVERY_ROW = ['run_id', 'run_name'];
const TIMES = new Set(['start_time', 'end_time']);
const DURATION = 'duration';
/** What only a second request a run would tell. */
const LEFT_OUT = new Set(['dataset']);

/** The columns of a file for those of a table: names first, then each as the server calls it. */
export function csvColumns(ids: readonly string[]): string[] {
  return [...OF_EVERY_ROW, ...ids.filter((id) => !OF_EVERY_ROW.includes(id) && !LEFT_OUT.has(id))];
}

/** The heads of the columns. */
export function csvHead(columns: readonly string[]): string[] {
  return columns.map((id) => {
    const name = readColumnId(id);
    if (id === DURATION) return 'duration_s';
    if (name.kind === 'attribute') return id;
    return `${name.kind}.${name.key}${name.kind === 'metrics' && name.aspect !== 'last' ? `.${name.aspect}` : ''}`;
  });
}

function timeText(ms: string): string {
  const time = new Date(Number(ms));
  return ms === '' || Number.isNaN(time.getTime()) ? ms : time.toISOString();
}

/** The rows of a table, whose columns are those of every row and then those that the ids need; numbers whole, times in UTC. */
export function csvRows(table: RunTable, columns: readonly string[]): string[][] {
  const byField = new Map(table.columns.map(({ field, values }) => [field, values ?? []]));
  const rows = columns.includes(DURATION) ? rowsOf(table, [], Number) : [];
  return Array.from({ length: table.row_count }, (_, index) =>
    columns.map((id) => {
      if (id === DURATION) {
        const row = rows[index];
        const ms = row && row.run.info.status !== 'RUNNING' ? durationOf(row) : undefined;
        return ms === undefined ? '' : String(ms / 1_000);
      }
      const field =
        id === 'source' ? fieldsOf([id])[0]?.field : readColumnId(id).kind === 'attribute' ? id : fieldText(id);
      const value = String(byField.get(field ?? id)?.[index] ?? '');
      return TIMES.has(id) ? timeText(value) : value;
    }),
  );
}

export interface CsvAsked {
  list: RunList;
  /** Only these runs of the list. */
  runIds?: readonly string[];
  ids: readonly string[];
  onProgress: (runs: number) => void;
  signal: AbortSignal;
}

/** The runs of a list as a CSV file with the columns of a table, however many they are. */
export async function runsAsCsv({ list, runIds, ids, onProgress, signal }: CsvAsked): Promise<Blob> {
  const columns = csvColumns(ids);
  const fields = [...new Set([...ROW_FIELDS, ...fieldsOf(columns).map(({ field }) => field)])];
  const pages = runIds ? pagesOf(runIds, list, fields, signal) : tablePages(list, fields, signal);
  const parts: string[] = [csvLines([csvHead(columns)])];
  let runs = 0;
  for await (const table of pages) {
    parts.push(csvLines(csvRows(table, columns)));
    runs += table.row_count;
    onProgress(runs);
  }
  return new Blob(parts, { type: 'text/csv' });
}
