import type { MetricSeries } from '@/api/metrics/metric-series';
import type { XAxis } from '@/shared/charts/line-options';
import { type Range, type Series, smooth } from '@/shared/charts/series';
import type { ChartRun } from './chart-run';

/** A run's line, with what it was made from, point by point. */
export interface RunLine extends Series {
  run: ChartRun;
  steps: Float64Array;
  timestamps: Float64Array;
  values: Float64Array;
  /** Points that the whole series has. */
  count: number;
}

export interface LineMaking {
  axis: XAxis;
  smoothing: number;
  /** The series of the metric along the axis, by run, if the axis is a metric. */
  across?: ReadonlyMap<string, MetricSeries>;
}

/** Values of a series at any steps: straight lines between its points, nothing before and after. */
export function valuesAt(series: MetricSeries | undefined, steps: Float64Array): Float64Array {
  const values = new Float64Array(steps.length).fill(Number.NaN);
  if (!series) return values;
  let next = 0;
  steps.forEach((step, index) => {
    while (next < series.steps.length && (series.steps[next] ?? 0) < step) next += 1;
    const after = series.steps[next];
    const before = series.steps[next - 1];
    if (after === step) values[index] = series.values[next] ?? Number.NaN;
    else if (after !== undefined && before !== undefined) {
      const share = (step - before) / (after - before);
      values[index] =
        (series.values[next - 1] ?? Number.NaN) * (1 - share) + (series.values[next] ?? Number.NaN) * share;
    }
  });
  return values;
}

function placesOf(series: MetricSeries, run: ChartRun, { axis, across }: LineMaking): Float64Array {
  if (axis === 'step') return series.steps;
  if (axis === 'metric') return valuesAt(across?.get(run.id), series.steps);
  const from = axis === 'relative' ? run.startMs : 0;
  return series.timestamps.map((timestamp) => (timestamp - from) / 1_000);
}

/** The order in which places ascend; nothing if they do already. */
function ascending(places: Float64Array): number[] | undefined {
  if (places.every((place, index) => index === 0 || place >= (places[index - 1] ?? 0))) return undefined;
  return [...places.keys()].sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
}

function lineOf(series: MetricSeries, run: ChartRun, making: LineMaking): RunLine {
  const places = placesOf(series, run, making);
  const order = making.axis === 'metric' ? undefined : ascending(places);
  const pick = (column: Float64Array) => (order ? Float64Array.from(order, (index) => column[index] ?? 0) : column);
  const values = pick(series.values);
  const y = smooth(values, making.smoothing);
  return {
    id: run.id,
    label: run.label,
    color: run.color,
    run,
    x: pick(places),
    y,
    ...(y !== values && { raw: values }),
    steps: pick(series.steps),
    timestamps: pick(series.timestamps),
    values,
    count: series.count,
  };
}

/** A line for each run that has points, in the order of the runs. */
export function linesOf(found: readonly MetricSeries[], runs: readonly ChartRun[], making: LineMaking): RunLine[] {
  const byRun = new Map(found.map((series) => [series.runId, series]));
  return runs.flatMap((run) => {
    const series = byRun.get(run.id);
    return series && series.steps.length > 0 ? [lineOf(series, run, making)] : [];
  });
}

/** The steps that a part of the axis shows, and one more at each end, so that lines reach the edges. */
export function stepsWithin(lines: readonly RunLine[], [from, to]: Range): [number, number] | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { x, steps } of lines) {
    const first = x.findIndex((place) => place >= from);
    const last = x.findLastIndex((place) => place <= to);
    if (first < 0 || last < 0) continue;
    for (const index of [Math.max(0, first - 1), Math.min(x.length - 1, last + 1)]) {
      low = Math.min(low, steps[index] ?? low);
      high = Math.max(high, steps[index] ?? high);
    }
  }
  return low <= high ? [low, high] : undefined;
}

/** Whether a line would be a dot: it has one point, or all of them at one step, as when a value was logged again. */
export function isDot(line: RunLine, axis: XAxis): boolean {
  return line.count === 1 || (axis === 'step' && line.steps.length > 0 && line.steps[0] === line.steps.at(-1));
}
