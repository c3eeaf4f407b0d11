import { useMemo } from 'react';
import type { MetricSeries } from '@/api/metrics/metric-series';
import { useMetricSeries } from '@/api/metrics/use-metric-series';
import type { Range } from '@/shared/charts/series';
import type { ChartRun } from './chart-run';
import { axisOf, type ChartView, smoothingOf } from './chart-view';
import { groupLines } from './group-lines';
import { linesOf, stepsWithin } from './run-lines';

interface ChartLinesRequest {
  metricKey: string;
  runs: ChartRun[];
  points: number;
  view: ChartView;
  found: MetricSeries[] | undefined;
  across: ReadonlyMap<string, MetricSeries> | undefined;
  zoom: Range | undefined;
}

/** The lines of a chart. In a zoom, once they are there, with as many points as the whole had before. */
export function useChartLines({ metricKey, runs, points, view, found, across, zoom }: ChartLinesRequest) {
  const axis = axisOf(view);
  const smoothing = smoothingOf(view);
  const { group } = view;
  const whole = useMemo(
    () => linesOf(found ?? [], runs, { axis, smoothing, across }),
    [found, runs, axis, smoothing, across],
  );
  const sampled = whole.some((line) => line.count > line.steps.length);
  const steps = useMemo(() => zoom && stepsWithin(whole, zoom), [whole, zoom]);
  const finer = useMetricSeries({
    runIds: useMemo(() => runs.map((run) => run.id), [runs]),
    keys: useMemo(() => [metricKey], [metricKey]),
    maxPoints: points,
    steps,
    enabled: steps !== undefined && sampled && axis !== 'metric',
    live: false,
  });
  const fine = steps && finer.data && !finer.isPlaceholderData ? finer.data.get(metricKey) : undefined;
  const lines = useMemo(
    () => (fine ? linesOf(fine, runs, { axis, smoothing, across }) : whole),
    [fine, runs, axis, smoothing, across, whole],
  );
  const series = useMemo(() => (group ? groupLines(lines, group, smoothing) : lines), [group, lines, smoothing]);
  return { lines, series, isFiner: fine !== undefined };
}
