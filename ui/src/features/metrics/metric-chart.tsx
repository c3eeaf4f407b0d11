import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { memo, type ReactNode, useEffect, useRef, useState } from 'react';
import type { MetricSeries } from '@/api/metrics/metric-series';
import { BarList } from '@/shared/charts/bar-list';
import { LineChart } from '@/shared/charts/line-chart';
import type { Range } from '@/shared/charts/series';
import { useInSight } from '@/shared/charts/use-in-sight';
import { plural } from '@/shared/format/number';
import { ErrorState } from '@/shared/ui/error-state';
import { ChartMenu } from './chart-menu';
import type { ChartRun } from './chart-run';
import { axisMetric, axisOf, type ChartView } from './chart-view';
import styles from './metric-chart.module.css';
import { isDot } from './run-lines';
import { useChartLines } from './use-chart-lines';

const HEIGHT = 212;
const BELOW = 6;

interface MetricChartProps {
  metricKey: string;
  runs: ChartRun[];
  of: number;
  points: number;
  view: ChartView;
  answer: UseQueryResult<unknown>;
  found: MetricSeries[] | undefined;
  across: ReadonlyMap<string, MetricSeries> | undefined;
  onSeen: () => void;
  /** Of the body, px. */
  height?: number;
  /** What stands before the name, and what else the menu offers. */
  lead?: ReactNode;
  items?: ReactNode;
  onKeep?: (key: string) => void;
}

/** One metric of some runs: lines over steps or time, or bars when each run has but one place on the axis. */
export const MetricChart = memo(function MetricChart(props: MetricChartProps) {
  const { metricKey, runs, of, points, view, answer, found, across, onSeen, height = HEIGHT } = props;
  const card = useRef<HTMLElement>(null);
  const inSight = useInSight(card);
  const [zoom, setZoom] = useState<Range>();
  const axis = axisOf(view);
  const { lines, series, isFiner } = useChartLines({ metricKey, runs, points, view, found, across, zoom });
  const single = lines.every((line) => isDot(line, axis));
  const total = lines.reduce((sum, line) => sum + line.count, 0);
  const note = `${lines.length} of ${plural(of, 'run')} · ${plural(total, 'point')}`;

  useEffect(() => {
    if (inSight) onSeen();
  }, [inSight, onSeen]);

  return (
    <figure ref={card} className={styles.card} aria-label={`Chart of ${metricKey}`} data-chart={metricKey}>
      <figcaption>
        {props.lead}
        <span className={styles.key} title={metricKey}>
          {metricKey}
        </span>
        {found && <span className={styles.note}>{note}</span>}
        {zoom && (
          <Button variant="subtle" size="compact-xs" onClick={() => setZoom(undefined)}>
            Whole axis
          </Button>
        )}
        {(props.items || (found && lines.length > 0)) && (
          <ChartMenu {...{ metricKey, lines, series, view, zoom }} onKeep={props.onKeep}>
            {props.items}
          </ChartMenu>
        )}
      </figcaption>
      <div className={styles.body} style={{ height }} data-finer={isFiner || undefined}>
        {answer.isError && !found && <ErrorState what="No history" error={answer.error} onRetry={answer.refetch} />}
        {!found && !answer.isError && <div className={styles.waiting} role="status" aria-label="Loading" />}
        {found && single && (
          <BarList
            label={metricKey}
            bars={lines.map((line) => ({ ...line, value: line.values.at(-1) ?? Number.NaN }))}
          />
        )}
        {found && !single && inSight && (
          <LineChart
            label={`${metricKey} by ${axisMetric(view) ?? axis}, ${view.group ? plural(series.length, 'group') : plural(series.length, 'run')}`}
            series={series}
            xAxis={axis}
            xName={axisMetric(view)}
            logX={view.logx === '1' && axis !== 'time'}
            logY={view.log === '1'}
            height={height - BELOW}
            syncKey={view.x ?? 'step'}
            zoom={zoom}
            onZoom={setZoom}
            onPainted={() => card.current?.setAttribute('data-drawn', '')}
          />
        )}
      </div>
    </figure>
  );
});
