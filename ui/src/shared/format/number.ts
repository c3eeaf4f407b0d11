const WHOLE_LIMIT = 1e9;
const SMALL = 1e-4;
const LARGE = 1e7;
const DIGITS = 5;

/** A number for reading: five significant digits, whole numbers in full, very small and large ones with an exponent. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (Number.isInteger(value) && Math.abs(value) < WHOLE_LIMIT) return signed(String(value));
  const size = Math.abs(value);
  if (size < SMALL || size >= LARGE) return signed(value.toExponential(DIGITS - 2));
  return signed(value.toPrecision(DIGITS));
}

function signed(text: string): string {
  return text.startsWith('-') ? `−${text.slice(1)}` : text;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size in bytes, such as 12.3 KiB. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const scaled = bytes / 1024 ** power;
  return `${power === 0 ? bytes : scaled.toFixed(scaled < 10 ? 1 : 0)} ${UNITS[power]}`;
}

/** A count with its noun: "1 run", "1,200 runs". */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** Whether a text is one number, so that a column of such texts is set like numbers. */
export function isNumeric(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
