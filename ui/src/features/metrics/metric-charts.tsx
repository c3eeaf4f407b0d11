import { SegmentedControl, Switch, TextInput } from '@mantine/core';
import { EmptyState } from '@/shared/ui/empty-state';
import { Icon } from '@/shared/ui/icon';
import type { ChartRun } from './chart-run';
import { axisOf, type ChartView, groupKeys, smoothingOf } from './chart-view';
import { MetricChart } from './metric-chart';
import styles from './metric-charts.module.css';

const AXES = [
  { value: 'step', label: 'Step' },
  { value: 'relative', label: 'Relative' },
  { value: 'time', label: 'Time' },
];

interface MetricChartsProps {
  keys: string[];
  runs: ChartRun[];
  /** What is said at the right: how many runs of how many. */
  note?: string;
  view: ChartView;
  onView: (part: ChartView) => void;
}

/** A chart for each metric, in sections by prefix. */
export function MetricCharts({ keys, runs, note, view, onView }: MetricChartsProps) {
  const text = (view.metrics ?? '').toLowerCase();
  const groups = groupKeys(keys.filter((key) => key.toLowerCase().includes(text)));
  const smoothing = smoothingOf(view);
  if (keys.length === 0) return <EmptyState title="No metrics logged" />;
  return (
    <div className={styles.charts}>
      <div className={styles.tools}>
        <TextInput
          type="search"
          aria-label="Find metrics"
          placeholder="Find metrics"
          leftSection={<Icon name="search" />}
          w={200}
          value={view.metrics ?? ''}
          onChange={(event) => onView({ metrics: event.currentTarget.value || undefined })}
        />
        <SegmentedControl
          aria-label="Horizontal axis"
          data={AXES}
          value={axisOf(view)}
          onChange={(x) => onView({ x: x === 'step' ? undefined : x })}
        />
        <Switch
          label="Log scale"
          checked={view.log === '1'}
          onChange={(event) => onView({ log: event.currentTarget.checked ? '1' : undefined })}
        />
        <label className={styles.smooth}>
          Smoothing
          <input
            type="range"
            min={0}
            max={0.99}
            step={0.01}
            value={smoothing}
            onChange={(event) =>
              onView({ smooth: event.currentTarget.value === '0' ? undefined : event.currentTarget.value })
            }
          />
          <span>{smoothing.toFixed(2)}</span>
        </label>
        {note && <span className={styles.note}>{note}</span>}
      </div>
      {groups.length === 0 && <EmptyState title="No metric has such a name" />}
      {groups.map(({ prefix, keys: members }) => (
        <section key={prefix} className={styles.group} aria-label={prefix || 'Metrics'}>
          {prefix && <h2>{prefix}</h2>}
          <div className={styles.grid}>
            {members.map((key) => (
              <MetricChart key={key} metricKey={key} runs={runs} view={view} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
