import type { RunRow } from '@/api/runs/run-row';
import { keysOf } from '@/api/runs/run-row';
import { isNumeric } from '@/shared/format/number';

/** How strongly a parameter and a metric go together over some runs. */
export interface Importance {
  key: string;
  /** Spearman's rank correlation, -1 to 1, of numbers; of other values the correlation ratio, 0 to 1. */
  value: number;
  /** Whether the parameter is a number in all these runs. */
  ranked: boolean;
  runs: number;
}

const FEWEST = 3;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function squares(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
}

/** Places in ascending order, from 0; equal values share the mean of theirs. */
export function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const found = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] ?? 0] === values[order[from] ?? 0]) to += 1;
    for (let place = from; place <= to; place += 1) found[order[place] ?? 0] = (from + to) / 2;
    from = to + 1;
  }
  return found;
}

/** Pearson's correlation; NaN if one of the two does not vary. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [middleA, middleB] = [mean(a), mean(b)];
  const shared = a.reduce((sum, value, index) => sum + (value - middleA) * ((b[index] ?? 0) - middleB), 0);
  return shared / Math.sqrt(squares(a) * squares(b));
}

/** Which part of the metric's spread the groups of a parameter explain, as the root of a share of squares. */
export function correlationRatio(groups: readonly string[], values: readonly number[]): number {
  const members = new Map<string, number[]>();
  values.forEach((value, index) => {
    const group = groups[index] ?? '';
    members.set(group, [...(members.get(group) ?? []), value]);
  });
  if (members.size === values.length) return Number.NaN;
  const inside = [...members.values()].map(squares);
  const all = squares(values);
  return Math.sqrt(Math.max(0, 1 - inside.reduce((sum, each) => sum + each, 0) / all));
}

/** Parameters that vary, by how strongly they go together with a metric, strongest first. */
export function importances(rows: readonly RunRow[], metric: string): Importance[] {
  const found = keysOf(rows, 'params').map((key): Importance => {
    const known = rows.flatMap((row) => {
      const [param, value] = [row.params.get(key), row.metrics.get(metric)];
      return param === undefined || value === undefined || !Number.isFinite(value) ? [] : [{ param, value }];
    });
    const values = known.map((each) => each.value);
    const params = known.map((each) => each.param);
    const ranked = params.every(isNumeric);
    const value = ranked ? correlation(ranks(params.map(Number)), ranks(values)) : correlationRatio(params, values);
    return { key, value, ranked, runs: known.length };
  });
  return found
    .filter((each) => each.runs >= FEWEST && Number.isFinite(each.value))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}
