import { useMemo } from 'react';
import { keysOf, type RunRow } from '@/api/runs/run-row';
import type { ChartRun } from '@/features/metrics/chart-run';
import { type Bar, BarList } from '@/shared/charts/bar-list';
import { plural } from '@/shared/format/number';
import { EmptyState } from '@/shared/ui/empty-state';
import styles from './value-charts.module.css';
import { ValueMenu } from './value-menu';

const MOST_BARS = 200;

/** Greatest first, NaN last. */
function descending(a: Bar, b: Bar): number {
  if (Number.isNaN(a.value)) return 1;
  return Number.isNaN(b.value) ? -1 : b.value - a.value;
}

/** The last value of each metric as a bar a run, greatest first. */
export function ValueCharts({ rows, runs }: { rows: RunRow[]; runs: ChartRun[] }) {
  const charts = useMemo(() => {
    const looks = new Map(runs.map((run) => [run.id, run]));
    return keysOf(rows, 'metrics').map((key) => {
      const bars = rows.flatMap((row) => {
        const [value, look] = [row.metrics.get(key), looks.get(row.id)];
        return value === undefined || !look ? [] : [{ id: row.id, label: look.label, color: look.color, value }];
      });
      return { key, bars: bars.sort(descending) };
    });
  }, [rows, runs]);
  if (charts.length === 0) return <EmptyState title="No metrics logged" />;
  return (
    <div className={styles.grid}>
      {charts.map(({ key, bars }) => (
        <figure key={key} className={styles.card} aria-label={`Last values of ${key}`}>
          <figcaption>
            <strong title={key}>{key}</strong>
            <span className="dim">
              {Math.min(bars.length, MOST_BARS)} of {plural(runs.length, 'run')}
            </span>
            <ValueMenu metricKey={key} bars={bars} />
          </figcaption>
          <div className={styles.body}>
            <BarList label={key} bars={bars.slice(0, MOST_BARS)} />
          </div>
        </figure>
      ))}
    </div>
  );
}
