import { lazy, Suspense, useMemo, useRef } from 'react';
import type { RunRow } from '@/api/runs/run-row';
import { ValueCharts } from '@/features/charts/value-charts';
import { chartRuns } from '@/features/metrics/chart-run';
import { ChartSection } from '@/features/metrics/chart-section';
import { ChartsLegend } from '@/features/metrics/charts-legend';
import { useWidth } from '@/shared/charts/use-width';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import type { ChartBlock } from './block';
import styles from './blocks.module.css';
import { chartOptions } from './chart-option';

const EChart = lazy(() => import('@/shared/charts/e-chart'));
const HEIGHT = 300;

function nothing() {}

/** The chart that a block describes. */
export function ChartBody({ block, rows }: { block: ChartBlock; rows: RunRow[] }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const runs = useMemo(() => chartRuns(rows), [rows]);
  const { chart, view, metrics } = block;
  return (
    <div ref={box} className={styles.chart}>
      {chart === 'lines' && <ChartsLegend runs={runs} group={view.group} />}
      {chart === 'lines' && width > 0 && (
        <ChartSection prefix="" keys={metrics} runs={runs} view={view} width={width} onView={nothing} />
      )}
      {chart === 'values' && <ValueCharts rows={rows} runs={runs} />}
      {chart !== 'lines' && chart !== 'values' && <OtherChart block={block} rows={rows} />}
    </div>
  );
}

function OtherChart({ block, rows }: { block: ChartBlock; rows: RunRow[] }) {
  const charts = useMemo(() => chartOptions(block, rows, chartRuns(rows)), [block, rows]);
  return charts.map(({ name, option }) => (
    <Suspense key={name} fallback={<SkeletonRows rows={10} />}>
      <EChart label={name} option={option} height={HEIGHT} />
    </Suspense>
  ));
}
