import { csvField } from '@/shared/format/csv';
import type { RunLine } from './run-lines';

/** The points of a chart, one a row, as they were logged: without smoothing. */
export function linesAsCsv(lines: readonly RunLine[]): string {
  const rows = ['run_id,run,step,time,value'];
  for (const { id, label, steps, timestamps, values } of lines) {
    const name = csvField(label);
    steps.forEach((step, index) => {
      rows.push(`${id},${name},${step},${timeText(timestamps[index] ?? 0)},${values[index]}`);
    });
  }
  return `${rows.join('\r\n')}\r\n`;
}

function timeText(ms: number): string {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? String(ms) : time.toISOString();
}
