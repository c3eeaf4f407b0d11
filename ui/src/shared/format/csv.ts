import { isNumeric } from './number';

/** What spreadsheets would take for a formula; names of runs are anybody's. */
const FORMULA = /^[=+\-@\t\r]/;

/** A text as a field of a CSV file; one that spreadsheets would compute stands behind an apostrophe, unless it is a number. */
export function csvField(text: string): string {
  const harmless = FORMULA.test(text) && !isNumeric(text) ? `'${text}` : text;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Rows of fields as lines of a CSV file; numbers stand as they are. */
export function csvLines(rows: readonly (readonly (string | number)[])[]): string {
  return rows
    .map((row) => `${row.map((cell) => (typeof cell === 'number' ? cell : csvField(cell))).join(',')}\r\n`)
    .join('');
}
