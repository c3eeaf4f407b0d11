/** What spreadsheets would take for a formula; names of runs are anybody's. */
const FORMULA = /^[=+\-@\t\r]/;

/** A text as a cell of a CSV file. */
export function cellText(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Rows as a CSV file; numbers stand as they are. */
export function tableAsCsv(rows: readonly (readonly (string | number)[])[]): string {
  const lines = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell : cellText(cell))).join(','));
  return `${lines.join('\r\n')}\r\n`;
}
