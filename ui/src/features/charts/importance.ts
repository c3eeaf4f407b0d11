import type { RunRow } from '@/api/runs/run-row';
import { keysOf } from '@/api/runs/run-row';
import { isNumeric } from '@/shared/format/number';
import { explained } from './forest';

/** What a parameter tells of a metric over some runs. */
export interface Importance {
  key: string;
  /** Which part of what all parameters tell together, 0 to 1. */
  weight: number;
  /** Spearman's rank correlation, -1 to 1, of numbers; of other values the correlation ratio, 0 to 1; NaN if it cannot be told. */
  correlation: number;
  /** Whether the parameter is a number in all these runs. */
  ranked: boolean;
}

export interface Importances {
  params: Importance[];
  /** Runs that have the metric. */
  runs: number;
  /** Which part of the metric's spread the parameters foretell of runs that were kept aside. */
  explained: number;
}

const FEWEST = 5;
/** More than these would take a noticeable while and tell no more. */
const MOST_RUNS = 1_000;
const MOST_PARAMS = 60;

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

/** Runs that have a metric, evenly drawn from all that do. */
function runsWith(rows: readonly RunRow[], metric: string): RunRow[] {
  const having = rows.filter((row) => Number.isFinite(row.metrics.get(metric)));
  const every = Math.max(1, having.length / MOST_RUNS);
  return Array.from(
    { length: Math.min(having.length, MOST_RUNS) },
    (_, index) => having[Math.floor(index * every)],
  ).filter((row) => row !== undefined);
}

/** Places of a parameter's values in their order; of texts in that of the alphabet, and of what is lacking before all. */
function placesOf(texts: readonly (string | undefined)[]): { places: Float64Array; ranked: boolean } {
  const known = texts.filter((text) => text !== undefined);
  const ranked = known.every(isNumeric);
  const order = ranked ? undefined : new Map([...new Set(known)].sort().map((text, place) => [text, place]));
  const numberOf = (text: string) => order?.get(text) ?? Number(text);
  const numbers = texts.map((text) => (text === undefined ? Number.NEGATIVE_INFINITY : numberOf(text)));
  return { places: Float64Array.from(ranks(numbers)), ranked };
}

function correlationOf(texts: readonly (string | undefined)[], values: readonly number[], ranked: boolean): number {
  const known = texts.flatMap((text, index) => (text === undefined ? [] : [{ text, value: values[index] ?? 0 }]));
  const [params, targets] = [known.map(({ text }) => text), known.map(({ value }) => value)];
  return ranked ? correlation(ranks(params.map(Number)), ranks(targets)) : correlationRatio(params, targets);
}

/** Parameters that vary by how much they tell of a metric, the most first: see `explained` in `forest.ts`. Nothing for too few runs. */
export function importances(rows: readonly RunRow[], metric: string): Importances | undefined {
  const runs = runsWith(rows, metric);
  const values = runs.map((row) => row.metrics.get(metric) ?? 0);
  const varying = keysOf(runs, 'params').filter((key) => new Set(runs.map((row) => row.params.get(key))).size > 1);
  const keys = varying.slice(0, MOST_PARAMS);
  if (runs.length < FEWEST || keys.length === 0 || new Set(values).size < 2) return undefined;
  const columns = keys.map((key) => runs.map((row) => row.params.get(key)));
  const placed = columns.map(placesOf);
  const found = explained(
    placed.map(({ places }) => places),
    Float64Array.from(values),
  );
  const sum = found.losses.reduce((all, loss) => all + loss, 0) || 1;
  const params = keys.map((key, index) => {
    const ranked = placed[index]?.ranked ?? false;
    const correlation = correlationOf(columns[index] ?? [], values, ranked);
    return { key, weight: (found.losses[index] ?? 0) / sum, correlation, ranked };
  });
  params.sort((a, b) => b.weight - a.weight || Math.abs(b.correlation || 0) - Math.abs(a.correlation || 0));
  return { params, runs: runs.length, explained: Math.max(0, found.share) };
}
