import { lazy, Suspense } from 'react';
import { ErrorState } from '@/shared/ui/error-state';
import { BarPlot } from './bar-plot';
import styles from './cards.module.css';
import { ImportancePlot } from './importance-plot';
import type { PlotProps } from './plot-props';

const ScatterPlot = lazy(() => import('./scatter-plot').then(({ ScatterPlot }) => ({ default: ScatterPlot })));
const ParallelPlot = lazy(() => import('./parallel-plot').then(({ ParallelPlot }) => ({ default: ParallelPlot })));
const ContourPlot = lazy(() => import('./contour-plot').then(({ ContourPlot }) => ({ default: ContourPlot })));
const BoxPlot = lazy(() => import('./box-plot').then(({ BoxPlot }) => ({ default: BoxPlot })));

const PLOTS = {
  bar: BarPlot,
  scatter: ScatterPlot,
  parallel: ParallelPlot,
  box: BoxPlot,
  contour: ContourPlot,
  importance: ImportancePlot,
};

export type PlottedKind = keyof typeof PLOTS;

/** What a chart shows, once its runs are there. */
export function CardBody(props: PlotProps) {
  const { card, source } = props;
  const waiting = <div className={styles.waiting} role="status" aria-label="Loading" />;
  if (source.error) return <ErrorState what="No values" error={source.error} onRetry={source.retry} />;
  if (source.isPending) return waiting;
  const Plot = PLOTS[card.kind as PlottedKind];
  return (
    <Suspense fallback={waiting}>
      <Plot {...props} />
    </Suspense>
  );
}
