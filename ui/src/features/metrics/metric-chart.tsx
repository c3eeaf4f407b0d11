import { useMemo, useRef } from 'react';
import { MAX_RUNS, useMetricHistory } from '@/api/metrics/metric-history';
import { BarList } from '@/shared/charts/bar-list';
import { LineChart } from '@/shared/charts/line-chart';
import { useInSight } from '@/shared/charts/use-in-sight';
import { plural } from '@/shared/format/number';
import { ErrorState } from '@/shared/ui/error-state';
import type { ChartRun } from './chart-run';
import { axisOf, type ChartView, smoothingOf } from './chart-view';
import { historySeries } from './history-series';
import styles from './metric-chart.module.css';

const HEIGHT = 206;

interface MetricChartProps {
  metricKey: string;
  runs: ChartRun[];
  view: ChartView;
}

/** One metric of some runs: lines over steps or time, or bars when each run has but one value. */
export function MetricChart({ metricKey, runs, view }: MetricChartProps) {
  const card = useRef<HTMLElement>(null);
  const inSight = useInSight(card);
  const drawn = useMemo(() => runs.slice(0, MAX_RUNS), [runs]);
  const runIds = useMemo(() => drawn.map((run) => run.id), [drawn]);
  const history = useMetricHistory({ runIds, metricKey, enabled: inSight, live: drawn.some((run) => run.live) });
  const axis = axisOf(view);
  const smoothing = smoothingOf(view);
  const series = useMemo(
    () => historySeries(history.data ?? [], drawn, axis, smoothing),
    [history.data, drawn, axis, smoothing],
  );
  const single = series.every((each) => each.x.length === 1);
  const points = series.reduce((sum, each) => sum + each.x.length, 0);
  const note = `${series.length} of ${plural(runs.length, 'run')} · ${plural(points, 'point')}`;

  return (
    <figure ref={card} className={styles.card} aria-label={`Chart of ${metricKey}`}>
      <figcaption>
        <span className={styles.key} title={metricKey}>
          {metricKey}
        </span>
        {history.data && <span className={styles.note}>{note}</span>}
      </figcaption>
      <div className={styles.body}>
        {history.isError && <ErrorState what="No history" error={history.error} onRetry={history.refetch} />}
        {history.isPending && <div className={styles.waiting} role="status" aria-label="Loading" />}
        {history.data &&
          (single ? (
            <BarList label={metricKey} bars={series.map((each) => ({ ...each, value: each.y[0] ?? Number.NaN }))} />
          ) : (
            <LineChart
              label={`${metricKey} by ${axis}, ${plural(series.length, 'run')}`}
              series={series}
              xAxis={axis}
              logY={view.log === '1'}
              height={HEIGHT}
              syncKey={axis}
            />
          ))}
      </div>
    </figure>
  );
}
