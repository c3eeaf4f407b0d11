import { type ReactNode, useDeferredValue, useMemo, useRef } from 'react';
import { useWidth } from '@/shared/charts/use-width';
import { EmptyState } from '@/shared/ui/empty-state';
import { useFirst } from '@/shared/ui/use-first';
import type { ChartRun } from './chart-run';
import { ChartSection } from './chart-section';
import { type ChartView, foundGroups } from './chart-view';
import { ChartsLegend } from './charts-legend';
import { ChartsToolbar } from './charts-toolbar';
import styles from './metric-charts.module.css';

const DRAWN_SECTIONS = 60;

interface MetricChartsProps {
  keys: string[];
  runs: ChartRun[];
  /** What is said at the right: how many runs of how many. */
  note?: string;
  /** What stands before the other controls. */
  lead?: ReactNode;
  view: ChartView;
  onView: (part: ChartView) => void;
  /** Charts that stand before those of the metrics. */
  added?: ReactNode;
  /** Puts a metric's chart among them. */
  onKeep?: (key: string) => void;
}

/** A chart for each metric, in sections by prefix. */
export function MetricCharts({ keys, runs, note, lead, view, onView, added, onKeep }: MetricChartsProps) {
  const grid = useRef<HTMLDivElement>(null);
  const width = useWidth(grid);
  const groups = useMemo(() => foundGroups(keys, view.metrics), [keys, view.metrics]);
  const { shown, more } = useFirst(groups, DRAWN_SECTIONS);
  const drawn = useDeferredValue(view);
  if (keys.length === 0 && !added) return <EmptyState title="No metrics logged" />;
  return (
    <div className={styles.charts}>
      <div className={styles.head}>
        <ChartsToolbar keys={keys} runs={runs} note={note} lead={lead} view={view} onView={onView} />
        <ChartsLegend runs={runs} group={view.group} />
      </div>
      <div ref={grid}>
        {added}
        {groups.length === 0 && keys.length > 0 && <EmptyState title="No metric has such a name" />}
        {width > 0 &&
          shown.map(({ prefix, keys: members }) => (
            <ChartSection
              key={prefix}
              prefix={prefix}
              keys={members}
              runs={runs}
              view={drawn}
              width={width}
              onView={onView}
              onKeep={onKeep}
            />
          ))}
        {more}
      </div>
    </div>
  );
}
