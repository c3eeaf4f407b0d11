import type { RunLine } from './run-lines';

/** What spreadsheets would take for a formula; names of runs are anybody's. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The points of a chart, one a row, as they were logged: without smoothing. */
export function linesAsCsv(lines: readonly RunLine[]): string {
  const rows = ['run_id,run,step,time,value'];
  for (const { id, label, steps, timestamps, values } of lines) {
    const name = cell(label);
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
