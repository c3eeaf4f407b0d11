import { ActionIcon, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { durationOf, PAUSES_TAG } from '@/api/runs/run-clock';
import { keysOf, type RunRow } from '@/api/runs/run-row';
import type { ChartRun } from '@/features/metrics/chart-run';
import { RunState } from '@/features/run/run-state';
import { formatNumber } from '@/shared/format/number';
import { formatDuration } from '@/shared/format/time';
import { Dot } from '@/shared/ui/dot';
import { Icon } from '@/shared/ui/icon';
import { Moment } from '@/shared/ui/moment';
import { bestOf, betterOf } from './best-value';
import styles from './compare-table.module.css';

interface CompareTableProps {
  rows: RunRow[];
  runs: ChartRun[];
  onlyDifferences: boolean;
  onOnlyDifferences: (only: boolean) => void;
  onRemove: (id: string) => void;
}

function differ(values: readonly unknown[]): boolean {
  return values.some((value) => !Object.is(value, values[0]));
}

/** A column for each run, a row for each thing known of them. */
export function CompareTable({ rows, runs, onlyDifferences, onOnlyDifferences, onRemove }: CompareTableProps) {
  const shown = (keys: string[], value: (row: RunRow, key: string) => unknown) =>
    onlyDifferences ? keys.filter((key) => differ(rows.map((row) => value(row, key)))) : keys;
  const metrics = shown(keysOf(rows, 'metrics'), (row, key) => row.metrics.get(key));
  const params = shown(keysOf(rows, 'params'), (row, key) => row.params.get(key));
  const tags = shown(
    keysOf(rows, 'tags').filter((key) => !key.startsWith('mlflow.') && key !== PAUSES_TAG),
    (row, key) => row.tags.get(key),
  );
  return (
    <div className={styles.scroller}>
      <table className={styles.table} aria-label="Comparison">
        <thead>
          <tr>
            <td>
              <Switch
                label="Only differences"
                checked={onlyDifferences}
                onChange={(event) => onOnlyDifferences(event.currentTarget.checked)}
              />
            </td>
            {rows.map((row, index) => (
              <th key={row.id} scope="col">
                <RunHead row={row} color={runs[index]?.color} onRemove={() => onRemove(row.id)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row name="State" cells={rows.map((row) => <RunState key="s" row={row} />)} />
          <Row name="Started" cells={rows.map(({ run }) => <Moment key="s" ms={run.info.start_time} />)} />
          <Row name="Duration" cells={rows.map((row) => formatDuration(durationOf(row) ?? Number.NaN))} />
          <Row name="User" cells={rows.map(({ run }) => run.info.user_id)} />
        </tbody>
        <Part title="Metrics" runs={rows.length} empty={metrics.length === 0}>
          {metrics.map((key) => (
            <MetricRow key={key} metricKey={key} rows={rows} />
          ))}
        </Part>
        <Part title="Parameters" runs={rows.length} empty={params.length === 0}>
          {params.map((key) => (
            <Row key={key} name={key} cells={rows.map((row) => row.params.get(key))} />
          ))}
        </Part>
        {tags.length > 0 && (
          <Part title="Tags" runs={rows.length} empty={false}>
            {tags.map((key) => (
              <Row key={key} name={key} cells={rows.map((row) => row.tags.get(key))} />
            ))}
          </Part>
        )}
      </table>
    </div>
  );
}

function RunHead({ row, color, onRemove }: { row: RunRow; color: string | undefined; onRemove: () => void }) {
  return (
    <span className={styles.run}>
      <Dot color={color} />
      <Link
        to="/experiments/$experimentId/runs/$runId"
        params={{ experimentId: row.run.info.experiment_id, runId: row.id }}
        title={row.name}
      >
        {row.name}
      </Link>
      <ActionIcon variant="transparent" color="gray" size="xs" onClick={onRemove} aria-label={`Leave out ${row.name}`}>
        <Icon name="close" size={10} />
      </ActionIcon>
    </span>
  );
}

function Part({ title, runs, empty, children }: { title: string; runs: number; empty: boolean; children: ReactNode }) {
  return (
    <tbody aria-label={title}>
      <tr className={styles.heading}>
        <th scope="row">{title}</th>
        <th colSpan={runs} aria-label={title} />
      </tr>
      {empty ? (
        <tr>
          <th scope="row">none differ</th>
          <td colSpan={runs} />
        </tr>
      ) : (
        children
      )}
    </tbody>
  );
}

function Row({ name, cells }: { name: string; cells: ReactNode[] }) {
  return (
    <tr>
      <th scope="row" title={name}>
        {name}
      </th>
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its column alone
        <td key={index} title={typeof cell === 'string' ? cell : undefined}>
          {cell ?? <span className="dim">—</span>}
        </td>
      ))}
    </tr>
  );
}

function MetricRow({ metricKey, rows }: { metricKey: string; rows: RunRow[] }) {
  const values = rows.map((row) => row.metrics.get(metricKey));
  const better = betterOf(metricKey);
  const best = bestOf(values, better);
  return (
    <tr>
      <th scope="row" title={better ? `${metricKey}: ${better} is better` : metricKey}>
        {metricKey} {better && <span aria-hidden="true">{better === 'lower' ? '↓' : '↑'}</span>}
      </th>
      {values.map((value, index) => (
        <td
          key={rows[index]?.id}
          className={best.has(index) ? styles.best : undefined}
          title={value === undefined ? undefined : String(value)}
        >
          {best.has(index) && (
            <span className={styles.mark}>
              <Icon name="star" size={12} />
              <span className="hidden">best </span>
            </span>
          )}
          {value === undefined ? <span className="dim">—</span> : formatNumber(value)}
        </td>
      ))}
    </tr>
  );
}
