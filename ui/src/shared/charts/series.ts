/** One line: columns of the same length. NaN in `y` is a gap; `x` ascends, unless the axis is a metric. */
export interface Series {
  id: string;
  label: string;
  color: string;
  x: Float64Array;
  y: Float64Array;
  /** The values before smoothing, drawn faintly. */
  raw?: Float64Array;
  /** Between which values the members of a group lie. */
  band?: { low: Float64Array; high: Float64Array };
}

export type Range = readonly [number, number];

/** Exponential moving average with weight 0 (off) to 0.99, corrected for the beginning; gaps stay gaps. */
export function smooth(values: Float64Array, weight: number): Float64Array {
  if (weight === 0) return values;
  let sum = 0;
  let norm = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = sum * weight + value * (1 - weight);
    norm = norm * weight + (1 - weight);
    return sum / norm;
  });
}

/** The least and greatest of all finite numbers, of those above zero on a logarithmic axis; nothing if there is none. */
export function extent(columns: Iterable<Float64Array>, log: boolean): Range | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const column of columns) {
    for (const value of column) {
      if (!Number.isFinite(value) || (log && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : undefined;
}

/** The place of the number nearest to `target` in an ascending column; -1 in an empty one. */
export function nearest(column: Float64Array, target: number): number {
  let low = 0;
  let high = column.length - 1;
  if (high < 0) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((column[middle] ?? 0) < target) low = middle;
    else high = middle;
  }
  return Math.abs((column[low] ?? 0) - target) <= Math.abs((column[high] ?? 0) - target) ? low : high;
}

/** What of `y` and of its band is in a range of `x`, for the extent of the other axis. */
export function within(series: Series, range: Range | undefined): Float64Array[] {
  const columns = [series.y, ...(series.band ? [series.band.low, series.band.high] : [])];
  if (!range) return columns;
  const [from, to] = range;
  return columns.map((column) => column.filter((_, index) => inside(series.x[index], from, to)));
}

function inside(x: number | undefined, from: number, to: number): boolean {
  return x !== undefined && x >= from && x <= to;
}
