import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { durationOf } from '@/api/runs/run-clock';
import type { RunRow } from '@/api/runs/run-row';
import type { Run } from '@/api/types';
import { RunState } from '@/features/run/run-state';
import { formatNumber } from '@/shared/format/number';
import { formatDuration } from '@/shared/format/time';
import { Icon } from '@/shared/ui/icon';
import { Moment } from '@/shared/ui/moment';
import { bestOf, betterOf } from './best-value';
import type { CompareLine, Fact } from './compare-lines';
import styles from './compare-table.module.css';

/** The runs whose columns are drawn, those in view and a few beside them, and how many stand before and after these. */
export interface Drawn {
  rows: RunRow[];
  before: number;
  after: number;
}

interface DrawingProps {
  drawn: Drawn;
  /** The cell of a run, which is the `index`-th of all. */
  cell: (row: RunRow, index: number) => ReactNode;
}

/** Cells of the runs that are drawn, between room for the others. */
export function Drawing({ drawn: { rows, before, after }, cell }: DrawingProps) {
  return (
    <>
      {before > 0 && <td colSpan={before} aria-hidden="true" />}
      {rows.map((row, place) => cell(row, before + place))}
      {after > 0 && <td colSpan={after} aria-hidden="true" />}
    </>
  );
}

type Names = ReadonlyMap<string, string>;

const FACT_CELLS: Record<Fact, (row: RunRow, experiments: Names) => ReactNode> = {
  Experiment: ({ run }, experiments) => <ExperimentName run={run} names={experiments} />,
  State: (row) => <RunState row={row} />,
  Started: ({ run }) => <Moment ms={run.info.start_time} />,
  Duration: (row) => formatDuration(durationOf(row) ?? Number.NaN),
  User: ({ run }) => run.info.user_id,
};

interface LineProps {
  line: CompareLine;
  /** The line's place among all, from 0; the heads of the runs stand before it. */
  index: number;
  /** All runs: the best value may stand in a column that is not drawn. */
  rows: RunRow[];
  drawn: Drawn;
  /** The names of the runs' experiments by their ids, if there are several. */
  experiments: Names;
}

/** One line of the comparison. */
export function Line({ line, index, rows, drawn, experiments }: LineProps) {
  const place = { 'aria-rowindex': index + 2 };
  switch (line.kind) {
    case 'heading':
      return (
        <tr {...place} className={styles.heading}>
          <th scope="row">{line.title}</th>
          <td colSpan={rows.length} aria-hidden="true" />
        </tr>
      );
    case 'nothing':
      return (
        <tr {...place}>
          <th scope="row">none differ</th>
          <td colSpan={rows.length} aria-hidden="true" />
        </tr>
      );
    case 'metrics':
      return <MetricLine metricKey={line.key} place={place} rows={rows} drawn={drawn} />;
    case 'fact':
      return (
        <TextLine
          name={line.fact}
          place={place}
          drawn={drawn}
          cell={(row) => FACT_CELLS[line.fact](row, experiments)}
        />
      );
    default:
      return <TextLine name={line.key} place={place} drawn={drawn} cell={(row) => row[line.kind].get(line.key)} />;
  }
}

interface Placed {
  place: { 'aria-rowindex': number };
  drawn: Drawn;
}

function TextLine({ name, place, drawn, cell }: Placed & { name: string; cell: (row: RunRow) => ReactNode }) {
  return (
    <tr {...place}>
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

function MetricLine({ metricKey, place, rows, drawn }: Placed & { metricKey: string; rows: RunRow[] }) {
  const values = rows.map((row) => row.metrics.get(metricKey));
  const better = betterOf(metricKey);
  const best = bestOf(values, better);
  return (
    <tr {...place}>
      <th scope="row" title={better ? `${metricKey}: ${better} is better` : metricKey}>
        {metricKey} {better && <span aria-hidden="true">{better === 'lower' ? '↓' : '↑'}</span>}
      </th>
      <Drawing
        drawn={drawn}
        cell={(row, index) => (
          <td
            key={row.id}
            aria-colindex={index + 2}
            className={best.has(index) ? styles.best : undefined}
            title={values[index]?.toString()}
          >
            {best.has(index) && (
              <span className={styles.mark}>
                <Icon name="star" size={12} />
                <span className="hidden">best </span>
              </span>
            )}
            {values[index] === undefined ? <span className="dim">—</span> : formatNumber(values[index])}
          </td>
        )}
      />
    </tr>
  );
}

function ExperimentName({ run, names }: { run: Run; names: Names }) {
  const { experiment_id: experimentId } = run.info;
  return (
    <Link to="/experiments/$experimentId" params={{ experimentId }} title={names.get(experimentId)}>
      {names.get(experimentId)}
    </Link>
  );
}
