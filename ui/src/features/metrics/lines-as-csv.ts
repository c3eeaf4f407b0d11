import { csvLines } from '@/shared/format/csv';
import type { RunLine } from './run-lines';

/** The points of a chart, one a row, as they were logged: without smoothing. */
export function linesAsCsv(lines: readonly RunLine[]): string {
  const rows: (string | number)[][] = [['run_id', 'run', 'step', 'time', 'value']];
  for (const { id, label, steps, timestamps, values } of lines) {
    steps.forEach((step, index) => {
      rows.push([id, label, step, timeText(timestamps[index] ?? 0), values[index] ?? Number.NaN]);
    });
  }
  return csvLines(rows);
}

function timeText(ms: number): string {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? String(ms) : time.toISOString();
}
