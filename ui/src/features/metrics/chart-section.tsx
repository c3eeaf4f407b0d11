import { useMemo } from 'react';
import { MAX_RUNS } from '@/api/metrics/use-metric-series';
import { plural } from '@/shared/format/number';
import { Icon } from '@/shared/ui/icon';
import { useFirst } from '@/shared/ui/use-first';
import { ChartBatch } from './chart-batch';
import type { ChartRun } from './chart-run';
import { type ChartView, isClosed, sizeOf, withSection } from './chart-view';
import styles from './metric-charts.module.css';
import { FIRST_CHARTS, seriesPlan } from './series-plan';

interface ChartSectionProps {
  prefix: string;
  keys: string[];
  runs: ChartRun[];
  view: ChartView;
  /** Of the pane, px. */
  width: number;
  onView: (part: ChartView) => void;
  /** Puts a metric's chart among those that were added. */
  onKeep?: (key: string) => void;
}

/** The charts of metrics with one prefix, which can be folded away. Their series come in few requests, when they come in sight. */
export function ChartSection({ prefix, keys, runs, view, width, onView, onKeep }: ChartSectionProps) {
  const drawn = useMemo(() => runs.slice(0, MAX_RUNS), [runs]);
  const size = sizeOf(view);
  const { shown, more } = useFirst(keys, FIRST_CHARTS);
  const { columns, points, batches } = useMemo(
    () => seriesPlan(shown, drawn.length, size.width, width),
    [shown, drawn.length, size.width, width],
  );
  const closed = isClosed(view, prefix);
  return (
    <section className={styles.group} aria-label={prefix || 'Metrics'}>
      {prefix && (
        <h2>
          <button
            type="button"
            aria-expanded={!closed}
            onClick={() => onView({ closed: withSection(view, prefix, !closed) })}
          >
            <Icon name={closed ? 'right' : 'down'} size={12} />
            {prefix}
            <span className="dim">{plural(keys.length, 'chart')}</span>
          </button>
        </h2>
      )}
      {!closed && (
        <div className={styles.grid} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
          {batches.map((batch) => (
            <ChartBatch
              key={batch[0]}
              keys={batch}
              runs={drawn}
              of={runs.length}
              points={points}
              view={view}
              height={size.height}
              onKeep={onKeep}
            />
          ))}
        </div>
      )}
      {!closed && more}
    </section>
  );
}
