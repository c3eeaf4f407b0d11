import type { RunRow } from '@/api/runs/run-row';
import type { Range } from '@/shared/charts/series';
import { isNumeric } from '@/shared/format/number';

export const PARAM = 'params.';
export const METRIC = 'metrics.';

/** Something known of runs, along which they are placed. */
export interface Axis {
  id: string;
  title: string;
  /** By run: a number, or the place among `categories`; undefined where a run has none. */
  values: (number | undefined)[];
  /** What the axis is made of where it is not a line of numbers. */
  categories?: string[];
  log: boolean;
}

export function keyOf(id: string): string {
  return id.slice(id.indexOf('.') + 1);
}

export function isMetric(id: string | undefined): id is string {
  return id?.startsWith(METRIC) ?? false;
}

function numbersOf(rows: readonly RunRow[], id: string): (number | undefined)[] {
  const key = keyOf(id);
  return rows.map((row) => {
    const value = row.metrics.get(key);
    return value !== undefined && Number.isFinite(value) ? value : undefined;
  });
}

/** A parameter's or metric's axis over some runs: parameters that are not all numbers stand in categories. Logarithmic if it can be. */
export function axisOf(rows: readonly RunRow[], id: string, log = false): Axis {
  const title = keyOf(id);
  const texts = isMetric(id) ? [] : rows.map((row) => row.params.get(title));
  if (texts.some((text) => text !== undefined && !isNumeric(text))) {
    const collator = new Intl.Collator('en', { numeric: true });
    const categories = [...new Set(texts.filter((text) => text !== undefined))].sort(collator.compare);
    const places = new Map(categories.map((text, place) => [text, place]));
    return { id, title, categories, log: false, values: texts.map((text) => places.get(text ?? '')) };
  }
  const values = isMetric(id)
    ? numbersOf(rows, id)
    : texts.map((text) => (text === undefined ? undefined : Number(text)));
  return { id, title, values, log: log && isPositive(values) };
}

function isPositive(values: readonly (number | undefined)[]): boolean {
  return values.every((value) => value === undefined || value > 0);
}

/** Whether the axis can be logarithmic. */
export function canBeLog(axis: Axis): boolean {
  return axis.categories === undefined && isPositive(axis.values);
}

/** The least and greatest value; 0 to 1 if there is none. */
export function rangeOf(axis: Axis): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of axis.values) {
    if (value === undefined) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

/** Whether an axis is a line of numbers that differ. */
export function isLine(axis: Axis | undefined): axis is Axis {
  return axis !== undefined && axis.categories === undefined && countOf(axis) > 1;
}

/** From this factor between the least and the greatest value on, an axis is logarithmic while nobody chose. */
const WIDE = 500;

export function isWide(axis: Axis): boolean {
  const [low, high] = rangeOf(axis);
  return canBeLog(axis) && low > 0 && high / low >= WIDE;
}

/** How many different values runs have. */
export function countOf(axis: Axis): number {
  return new Set(axis.values.filter((value) => value !== undefined)).size;
}

/** The value as text: of a category its name. */
export function valueText(axis: Axis, index: number, format: (value: number) => string): string {
  const value = axis.values[index];
  if (value === undefined) return '–';
  return axis.categories?.[value] ?? format(value);
}
