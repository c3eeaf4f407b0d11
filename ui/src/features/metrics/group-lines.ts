import type { MetricSeries } from '@/api/metrics/metric-series';
import { colorsOf } from '@/shared/charts/palette';
import { nearest, type Series, smooth } from '@/shared/charts/series';
import { groupOf } from './grouping';
import { type RunLine, valuesAt } from './run-lines';

const PARTS = 200;

/** Places at which the lines of a group are read: those of the lines if few, else evenly from the first to the last. */
function sharedPlaces(lines: readonly RunLine[]): Float64Array {
  const places = new Set<number>();
  for (const { x } of lines) for (const place of x) if (Number.isFinite(place)) places.add(place);
  const sorted = Float64Array.from(places).sort();
  if (sorted.length <= PARTS) return sorted;
  const [low = 0, high = 0] = [sorted[0], sorted.at(-1)];
  return Float64Array.from({ length: PARTS + 1 }, (_, index) => low + ((high - low) * index) / PARTS);
}

/** A line as a series over its places, in their order: along another metric it may have gone back and forth. */
function alongAxis(line: RunLine): MetricSeries {
  const places = [...line.x.keys()].filter((index) => Number.isFinite(line.x[index]));
  places.sort((a, b) => (line.x[a] ?? 0) - (line.x[b] ?? 0));
  const pick = (column: Float64Array) => Float64Array.from(places, (index) => column[index] ?? Number.NaN);
  return { ...line, runId: line.id, name: '', steps: pick(line.x), values: pick(line.values) };
}

/** A line at the places: the mean of its points around a place, so that what lies between counts; the line itself where there are none. */
function readAt(line: MetricSeries, x: Float64Array): Float64Array {
  const values = valuesAt(line, x);
  if (line.steps.length <= x.length) return values;
  const sums = new Float64Array(x.length);
  const counts = new Float64Array(x.length);
  line.steps.forEach((step, index) => {
    const place = nearest(x, step);
    const value = line.values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) return;
    sums[place] = (sums[place] ?? 0) + value;
    counts[place] = (counts[place] ?? 0) + 1;
  });
  return values.map((value, index) => (counts[index] ? (sums[index] ?? 0) / (counts[index] ?? 1) : value));
}

function meanAndBand(
  lines: readonly RunLine[],
  x: Float64Array,
): { mean: Float64Array; low: Float64Array; high: Float64Array } {
  const read = lines.map((line) => readAt(alongAxis(line), x));
  const columns = {
    mean: new Float64Array(x.length),
    low: new Float64Array(x.length),
    high: new Float64Array(x.length),
  };
  x.forEach((_, index) => {
    const values = read.map((column) => column[index] ?? Number.NaN).filter(Number.isFinite);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    columns.mean[index] = mean;
    columns.low[index] = mean - spread;
    columns.high[index] = mean + spread;
  });
  return columns;
}

/** The lines of each group as their mean with a band of one standard deviation to each side, groups by name. */
export function groupLines(lines: readonly RunLine[], column: string, smoothing: number): Series[] {
  const groups = new Map<string, RunLine[]>();
  for (const line of lines) {
    const name = groupOf(line.run, column);
    groups.set(name, [...(groups.get(name) ?? []), line]);
  }
  const names = [...groups.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const colors = colorsOf(names);
  return names.map((name) => {
    const members = groups.get(name) ?? [];
    const x = sharedPlaces(members);
    const { mean, low, high } = meanAndBand(members, x);
    const band = { low: smooth(low, smoothing), high: smooth(high, smoothing) };
    return {
      id: name,
      label: `${name} (${members.length})`,
      color: colors.get(name) ?? 'currentColor',
      x,
      y: smooth(mean, smoothing),
      band,
    };
  });
}
