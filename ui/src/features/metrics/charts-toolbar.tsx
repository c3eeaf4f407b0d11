import { SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { Icon } from '@/shared/ui/icon';
import type { ChartRun } from './chart-run';
import { axisMetric, axisOf, axisOfMetric, type ChartView, smoothingOf } from './chart-view';
import { groupingColumns, groupTitle } from './grouping';
import styles from './metric-charts.module.css';

const AXES = [
  { value: 'step', label: 'Step' },
  { value: 'relative', label: 'Relative time' },
  { value: 'time', label: 'Time' },
];
const CHART_SIZES = [
  { value: 'small', label: 'S' },
  { value: 'medium', label: 'M' },
  { value: 'large', label: 'L' },
];
/** Of thousands of choices a list draws the first that hold what is typed. */
const STILL = { comboboxProps: { transitionProps: { duration: 0 } }, limit: 200 };

interface ChartsToolbarProps {
  keys: string[];
  runs: ChartRun[];
  note?: string;
  /** What stands before the other controls. */
  lead?: ReactNode;
  view: ChartView;
  onView: (part: ChartView) => void;
}

/** What is the same for all charts: which ones, their axes, smoothing, groups. */
export function ChartsToolbar({ keys, runs, note, lead, view, onView }: ChartsToolbarProps) {
  const smoothing = smoothingOf(view);
  const columns = useMemo(() => groupingColumns(runs), [runs]);
  const isOffered = columns.some(({ items }) => items.some(({ value }) => value === view.group));
  const groups =
    view.group && !isOffered
      ? [{ group: 'Chosen', items: [{ value: view.group, label: groupTitle(view.group) }] }, ...columns]
      : columns;
  const metric = axisMetric(view);
  const metrics = keys.map((key) => ({ value: axisOfMetric(key), label: key }));
  return (
    <div className={styles.tools}>
      {lead}
      <TextInput
        type="search"
        aria-label="Find metrics"
        placeholder="Find metrics"
        leftSection={<Icon name="search" />}
        w={180}
        value={view.metrics ?? ''}
        onChange={(event) => onView({ metrics: event.currentTarget.value || undefined })}
      />
      <Select
        {...STILL}
        aria-label="Horizontal axis"
        leftSection={<span className="dim">x</span>}
        data={[
          { group: 'Every point', items: AXES },
          { group: 'Another metric', items: metrics },
        ]}
        value={metric === undefined ? axisOf(view) : axisOfMetric(metric)}
        onChange={(x) => onView({ x: x === 'step' ? undefined : (x ?? undefined) })}
        allowDeselect={false}
        searchable={keys.length > 8}
        w={160}
      />
      <Switch
        label="Log y"
        checked={view.log === '1'}
        onChange={(event) => onView({ log: event.currentTarget.checked ? '1' : undefined })}
      />
      <Switch
        label="Log x"
        disabled={axisOf(view) === 'time'}
        checked={view.logx === '1'}
        onChange={(event) => onView({ logx: event.currentTarget.checked ? '1' : undefined })}
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
      {groups.length > 0 && (
        <Select
          {...STILL}
          aria-label="Group by"
          placeholder="Group by"
          data={groups}
          value={view.group ?? null}
          onChange={(group) => onView({ group: group ?? undefined })}
          clearable
          searchable={groups.flatMap(({ items }) => items).length > 8}
          w={150}
        />
      )}
      <SegmentedControl
        aria-label="Size of charts"
        size="xs"
        data={CHART_SIZES}
        value={view.size ?? 'medium'}
        onChange={(size) => onView({ size: size === 'medium' ? undefined : size })}
      />
      {note && <span className={styles.note}>{note}</span>}
    </div>
  );
}
