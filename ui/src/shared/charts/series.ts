/** One line: plain arrays of the same length, x ascending. NaN in `y` is a gap. */
export interface Series {
  id: string;
  label: string;
  color: string;
  x: number[];
  y: number[];
}

export type Aligned = (number | null | undefined)[];

/** Series on one x axis, as uPlot wants them: `undefined` where a series has no point, `null` where its value is NaN. */
export function align(series: readonly Series[]): [number[], ...Aligned[]] {
  const shared = [...new Set(series.flatMap((each) => each.x))].sort((a, b) => a - b);
  const place = new Map(shared.map((x, index) => [x, index]));
  const columns = series.map(({ x, y }) => {
    const column: Aligned = new Array(shared.length);
    x.forEach((each, index) => {
      const value = y[index] ?? Number.NaN;
      column[place.get(each) ?? 0] = Number.isFinite(value) ? value : null;
    });
    return column;
  });
  return [shared, ...columns];
}

/** Places of values without a value beside them: a line through them would not be seen. */
export function lonePoints(column: Aligned): number[] {
  const known = [...column.keys()].filter((index) => column[index] !== undefined);
  const empty = (index: number | undefined) => index === undefined || typeof column[index] !== 'number';
  return known.filter((index, place) => !empty(index) && empty(known[place - 1]) && empty(known[place + 1]));
}

/** Exponential moving average with weight 0 (off) to 0.99, corrected for the beginning; gaps stay gaps. */
export function smooth(values: readonly number[], weight: number): number[] {
  if (weight === 0) return [...values];
  let sum = 0;
  let norm = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = sum * weight + value * (1 - weight);
    norm = norm * weight + (1 - weight);
    return sum / norm;
  });
}
