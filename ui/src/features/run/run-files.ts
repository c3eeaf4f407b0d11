import type { RunRow } from '@/api/runs/run-row';
import { download } from '@/features/metrics/chart-file';
import { csvOf } from '@/shared/text/csv';

const CSV = 'text/csv;charset=utf-8';

function byKey([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number {
  return a.localeCompare(b);
}

/** Parameters of a run as CSV, by key. */
export function paramsCsv(row: Pick<RunRow, 'params'>): string {
  return csvOf([['key', 'value'], ...[...row.params].sort(byKey)]);
}

/** The last values of a run's metrics as CSV, by key. */
export function metricsCsv(row: Pick<RunRow, 'run'>): string {
  const metrics = row.run.data?.metrics ?? [];
  return csvOf([
    ['key', 'value', 'step', 'timestamp_ms'],
    ...metrics.map(({ key, value, step, timestamp }) => [key, value, step, timestamp] as const).sort(byKey),
  ]);
}

/** What is known of a run, without its files and series. */
export function runJson({ run }: Pick<RunRow, 'run'>): string {
  const texts = (pairs: readonly { key: string; value?: string }[] = []) =>
    Object.fromEntries(pairs.map(({ key, value = '' }) => [key, value]));
  const metrics = (run.data?.metrics ?? []).map(({ key, ...rest }) => [key, rest]);
  const { info, data, inputs, outputs } = run;
  const whole = { info, params: texts(data?.params), metrics: Object.fromEntries(metrics), tags: texts(data?.tags) };
  return `${JSON.stringify({ ...whole, inputs, outputs }, undefined, 2)}\n`;
}

/** What can be taken along of a run: a title and what is done on a click. */
export const RUN_FILES: readonly [string, (row: RunRow) => void][] = [
  ['Parameters as CSV', (row) => download(`${row.name}-params`, 'csv', CSV, paramsCsv(row))],
  ['Metrics as CSV', (row) => download(`${row.name}-metrics`, 'csv', CSV, metricsCsv(row))],
  ['All as JSON', (row) => download(row.name, 'json', 'application/json', runJson(row))],
];
