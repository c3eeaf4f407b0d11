import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { MetricSeries } from '@/api/metrics/metric-series';
import { useMetricSeries } from '@/api/metrics/use-metric-series';
import type { ChartRun } from './chart-run';
import { axisMetric, type ChartView } from './chart-view';
import { MetricChart } from './metric-chart';

interface ChartBatchProps {
  keys: string[];
  runs: ChartRun[];
  /** How many runs there are, some of which may be too many for a chart. */
  of: number;
  points: number;
  view: ChartView;
  /** Of the plots, px. */
  height?: number;
  extras?: ChartExtras;
  onKeep?: (key: string) => void;
}

/** What a chart has besides, by the key of its metric: before its name, and in its menu. */
export type ChartExtras = (key: string) => { lead?: ReactNode; items?: ReactNode };

const NONE: MetricSeries[] = [];

/** Some charts whose series come in one request, made when the first of them comes in sight. */
export function ChartBatch({ keys, runs, of, points, view, height, extras, onKeep }: ChartBatchProps) {
  const [seen, setSeen] = useState(false);
  const runIds = useMemo(() => runs.map((run) => run.id), [runs]);
  const across = axisMetric(view);
  const asked = useMemo(
    () => (across === undefined || keys.includes(across) ? keys : [...keys, across]),
    [keys, across],
  );
  const answer = useMetricSeries({
    runIds,
    keys: asked,
    maxPoints: points,
    enabled: seen,
    live: runs.some((run) => run.live),
  });
  const acrossRuns = useMemo(
    () =>
      across === undefined
        ? undefined
        : new Map((answer.data?.get(across) ?? NONE).map((series) => [series.runId, series])),
    [answer.data, across],
  );
  const onSeen = useCallback(() => setSeen(true), []);
  return keys.map((key) => (
    <MetricChart
      key={key}
      metricKey={key}
      runs={runs}
      of={of}
      points={points}
      view={view}
      answer={answer}
      found={answer.data && (answer.data.get(key) ?? NONE)}
      across={acrossRuns}
      onSeen={onSeen}
      height={height}
      onKeep={onKeep}
      {...extras?.(key)}
    />
  ));
}
