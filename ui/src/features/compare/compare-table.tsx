import { ActionIcon, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import { durationOf, PAUSES_TAG } from '@/api/runs/run-clock';
import { keysOf, type RunRow } from '@/api/runs/run-row';
import type { Run } from '@/api/types';
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
  /** Names of the experiments by id, where the runs are of several. */
  experiments: ReadonlyMap<string, string>;
  onlyDifferences: boolean;
  onOnlyDifferences: (only: boolean) => void;
  onRemove: (id: string) => void;
}

const NAME_WIDTH = 240;
/** Widths of a run's column: up to so many runs, so many pixels. */
const RUN_WIDTHS = [
  [4, 240],
  [8, 180],
  [Number.POSITIVE_INFINITY, 150],
] as const;
const OVERSCAN = 3;

/** The runs whose columns are drawn, those in view and a few beside them, and how many stand before and after these. */
interface Drawn {
  rows: RunRow[];
  before: number;
  after: number;
}

function differ(values: readonly unknown[]): boolean {
  return values.some((value) => !Object.is(value, values[0]));
}

/** A column for each run, a row for each thing known of them. */
export function CompareTable({
  rows,
  runs,
  experiments,
  onlyDifferences,
  onOnlyDifferences,
  onRemove,
}: CompareTableProps) {
  const shown = (keys: string[], value: (row: RunRow, key: string) => unknown) =>
    onlyDifferences ? keys.filter((key) => differ(rows.map((row) => value(row, key)))) : keys;
  const metrics = shown(keysOf(rows, 'metrics'), (row, key) => row.metrics.get(key));
  const params = shown(keysOf(rows, 'params'), (row, key) => row.params.get(key));
  const tags = shown(
    keysOf(rows, 'tags').filter((key) => !key.startsWith('mlflow.') && key !== PAUSES_TAG),
    (row, key) => row.tags.get(key),
  );
  const width = RUN_WIDTHS.find(([most]) => rows.length <= most)?.[1] ?? 0;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    horizontal: true,
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => width,
    overscan: OVERSCAN,
  });
  const inView = virtual.getVirtualItems();
  const first = inView[0]?.index ?? 0;
  const end = (inView.at(-1)?.index ?? -1) + 1;
  const drawn: Drawn = { rows: rows.slice(first, end), before: first, after: rows.length - end };
  return (
    <div ref={scroller} className={styles.scroller}>
      <table
        className={styles.table}
        aria-label="Comparison"
        aria-colcount={rows.length + 1}
        style={{ width: NAME_WIDTH + rows.length * width }}
      >
        <colgroup>
          <col style={{ width: NAME_WIDTH }} />
          <col span={rows.length} style={{ width }} />
        </colgroup>
        <thead>
          <tr>
            <td>
              <Switch
                label="Only differences"
                checked={onlyDifferences}
                onChange={(event) => onOnlyDifferences(event.currentTarget.checked)}
              />
            </td>
            <Drawing
              drawn={drawn}
              cell={(row, index) => (
                <th key={row.id} scope="col" aria-colindex={index + 2}>
                  <RunHead row={row} color={runs[index]?.color} onRemove={() => onRemove(row.id)} />
                </th>
              )}
            />
          </tr>
        </thead>
        <tbody>
          {experiments.size > 0 && (
            <Row name="Experiment" drawn={drawn} cell={({ run }) => <ExperimentName run={run} names={experiments} />} />
          )}
          <Row name="State" drawn={drawn} cell={(row) => <RunState row={row} />} />
          <Row name="Started" drawn={drawn} cell={({ run }) => <Moment ms={run.info.start_time} />} />
          <Row name="Duration" drawn={drawn} cell={(row) => formatDuration(durationOf(row) ?? Number.NaN)} />
          <Row name="User" drawn={drawn} cell={({ run }) => run.info.user_id} />
        </tbody>
        <Part title="Metrics" runs={rows.length} empty={metrics.length === 0}>
          {metrics.map((key) => (
            <MetricRow key={key} metricKey={key} rows={rows} drawn={drawn} />
          ))}
        </Part>
        <Part title="Parameters" runs={rows.length} empty={params.length === 0}>
          {params.map((key) => (
            <Row key={key} name={key} drawn={drawn} cell={(row) => row.params.get(key)} />
          ))}
        </Part>
        {tags.length > 0 && (
          <Part title="Tags" runs={rows.length} empty={false}>
            {tags.map((key) => (
              <Row key={key} name={key} drawn={drawn} cell={(row) => row.tags.get(key)} />
            ))}
          </Part>
        )}
      </table>
    </div>
  );
}

function ExperimentName({ run, names }: { run: Run; names: ReadonlyMap<string, string> }) {
  const { experiment_id: experimentId } = run.info;
  return (
    <Link to="/experiments/$experimentId" params={{ experimentId }} title={names.get(experimentId)}>
      {names.get(experimentId)}
    </Link>
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

interface DrawingProps {
  drawn: Drawn;
  /** The cell of a run, which is the `index`-th of all. */
  cell: (row: RunRow, index: number) => ReactNode;
}

/** Cells of the runs that are drawn, between room for the others. */
function Drawing({ drawn: { rows, before, after }, cell }: DrawingProps) {
  return (
    <>
      {before > 0 && <td colSpan={before} aria-hidden="true" />}
      {rows.map((row, place) => cell(row, before + place))}
      {after > 0 && <td colSpan={after} aria-hidden="true" />}
    </>
  );
}

interface RowProps {
  name: string;
  drawn: Drawn;
  /** What a run's cell holds. */
  cell: (row: RunRow) => ReactNode;
}

function Row({ name, drawn, cell }: RowProps) {
  return (
    <tr>
      <th scope="row" title={name}>
        {name}
      </th>
      <Drawing
        drawn={drawn}
        cell={(row, index) => {
          const content = cell(row);
          return (
            <td key={row.id} aria-colindex={index + 2} title={typeof content === 'string' ? content : undefined}>
              {content ?? <span className="dim">—</span>}
            </td>
          );
        }}
      />
    </tr>
  );
}

function MetricRow({ metricKey, rows, drawn }: { metricKey: string; rows: RunRow[]; drawn: Drawn }) {
  const values = rows.map((row) => row.metrics.get(metricKey));
  const better = betterOf(metricKey);
  const best = bestOf(values, better);
  return (
    <tr>
      <th scope="row" title={better ? `${metricKey}: ${better} is better` : metricKey}>
        {metricKey} {better && <span aria-hidden="true">{better === 'lower' ? '↓' : '↑'}</span>}
      </th>
      <Drawing
        drawn={drawn}
        cell={(row, index) => {
          const value = values[index];
          return (
            <td
              key={row.id}
              aria-colindex={index + 2}
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
          );
        }}
      />
    </tr>
  );
}
