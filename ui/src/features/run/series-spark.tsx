import type { MetricSeries } from '@/api/metrics/metric-series';
import styles from './series-spark.module.css';

const WIDTH = 96;
const HEIGHT = 20;
const EDGE = 2;

/** The course of values as a path in a box; NaN and infinities are gaps, and equal values a line in the middle. */
export function sparkPath(x: Float64Array, y: Float64Array, width = WIDTH, height = HEIGHT): string {
  const finite = y.filter((value) => Number.isFinite(value));
  if (finite.length < 2) return '';
  const low = finite.reduce((least, value) => Math.min(least, value));
  const high = finite.reduce((most, value) => Math.max(most, value));
  const [from = 0, to = 0] = [x[0], x[x.length - 1]];
  const parts: string[] = [];
  let pen = 'M';
  y.forEach((value, index) => {
    if (!Number.isFinite(value)) {
      pen = 'M';
      return;
    }
    const along = to > from ? ((x[index] ?? from) - from) / (to - from) : 0;
    // Halves: the difference of two large values may be infinite.
    const up = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
    const place = [EDGE + along * (width - 2 * EDGE), height - EDGE - up * (height - 2 * EDGE)];
    parts.push(`${pen}${place.map((each) => each.toFixed(1)).join(' ')}`);
    pen = 'L';
  });
  return parts.join('');
}

/** The course of a metric beside its numbers. */
export function SeriesSpark({ series }: { series: MetricSeries | undefined }) {
  const path = series && sparkPath(series.steps, series.values);
  if (!path) return null;
  return (
    <svg className={styles.spark} aria-hidden="true" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <path d={path} />
    </svg>
  );
}
