import type { MetricSeries } from '@/api/metrics/metric-series';
import { SparkLine } from '@/shared/charts/spark-line';

const WIDTH = 96;

/** The course of a metric beside its numbers; one value has none. */
export function SeriesSpark({ series }: { series: MetricSeries | undefined }) {
  if (!series || series.values.length < 2) return null;
  return <SparkLine values={series.values} at={series.steps} width={WIDTH} />;
}
