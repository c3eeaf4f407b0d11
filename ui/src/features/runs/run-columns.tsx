import { Link } from '@tanstack/react-router';
import { durationOf, PAUSES_TAG } from '@/api/runs/run-clock';
import { keysOf, type RunRow } from '@/api/runs/run-row';
import { RunState } from '@/features/run/run-state';
import { formatNumber, isNumeric } from '@/shared/format/number';
import { formatDuration } from '@/shared/format/time';
import { type Column, widthOf } from '@/shared/table/column';
import { Dot } from '@/shared/ui/dot';
import { Moment } from '@/shared/ui/moment';

const SHOWN_AT_FIRST = 10;
const LOOKED_AT = 50;
const SHOWN_ATTRIBUTES = ['status', 'start_time', 'duration'];
const OWN_TAGS = 'mlflow.';

function nothing() {
  return <span className="dim">—</span>;
}

const attributes: Column<RunRow>[] = [
  { id: 'status', header: 'State', width: 122, sortable: true, cell: (row) => <RunState row={row} /> },
  {
    id: 'start_time',
    header: 'Started',
    width: 112,
    sortable: true,
    cell: ({ run }) => <Moment ms={run.info.start_time} />,
  },
  {
    id: 'duration',
    header: 'Duration',
    width: 92,
    numeric: true,
    cell: (row) => formatDuration(durationOf(row) ?? Number.NaN),
  },
  { id: 'end_time', header: 'Ended', width: 112, sortable: true, cell: ({ run }) => <Moment ms={run.info.end_time} /> },
  { id: 'user_id', header: 'User', width: 100, sortable: true, cell: ({ run }) => run.info.user_id },
  { id: 'source', header: 'Source', width: 140, cell: ({ tags }) => tags.get('mlflow.source.name') ?? nothing() },
  {
    id: 'dataset',
    header: 'Dataset',
    width: 140,
    cell: ({ run }) => run.inputs?.dataset_inputs?.map((input) => input.dataset.name).join(', ') || nothing(),
  },
  { id: 'run_id', header: 'Run id', width: 260, sortable: true, cell: ({ id }) => <code>{id}</code> },
];

function metricColumn(key: string, sample: readonly RunRow[]): Column<RunRow> {
  const texts = sample.map((row) => formatNumber(row.metrics.get(key) ?? Number.NaN));
  return {
    id: `metrics.${key}`,
    header: key,
    group: 'Metrics',
    width: widthOf([key, ...texts]),
    numeric: true,
    sortable: true,
    cell: ({ metrics }) => {
      const value = metrics.get(key);
      return value === undefined ? nothing() : <span title={String(value)}>{formatNumber(value)}</span>;
    },
  };
}

function textColumn(values: 'params' | 'tags', group: string, key: string, sample: readonly string[]): Column<RunRow> {
  return {
    id: `${values}.${key}`,
    header: key,
    group,
    width: widthOf([key, ...sample]),
    numeric: values === 'params' && sample.every(isNumeric),
    sortable: true,
    cell: (row) => {
      const value = row[values].get(key);
      return value === undefined ? nothing() : <span title={value}>{value}</span>;
    },
  };
}

/** Every column that the loaded rows could fill. */
export function availableColumns(rows: readonly RunRow[]): Column<RunRow>[] {
  const sample = rows.slice(0, LOOKED_AT);
  const valuesOf = (values: 'params' | 'tags', key: string) => sample.flatMap((row) => row[values].get(key) ?? []);
  return [
    ...attributes,
    ...keysOf(rows, 'metrics').map((key) => metricColumn(key, sample)),
    ...keysOf(rows, 'params').map((key) => textColumn('params', 'Parameters', key, valuesOf('params', key))),
    ...keysOf(rows, 'tags')
      .filter((key) => !key.startsWith(OWN_TAGS) && key !== PAUSES_TAG)
      .map((key) => textColumn('tags', 'Tags', key, valuesOf('tags', key))),
  ];
}

/** The columns of a page whose address names none. */
export function defaultColumnIds(available: readonly Column<RunRow>[]): string[] {
  const first = (group: string) => available.filter((column) => column.group === group).slice(0, SHOWN_AT_FIRST);
  return [...SHOWN_ATTRIBUTES, ...[...first('Metrics'), ...first('Parameters')].map((column) => column.id)];
}

/** The run's name, which every table of runs begins with. */
export function nameColumn(colors: ReadonlyMap<string, string>): Column<RunRow> {
  return {
    id: 'run_name',
    header: 'Run',
    width: 220,
    sortable: true,
    pinned: true,
    cell: ({ id, name, run }) => (
      <>
        <Dot color={colors.get(id)} />
        <Link
          to="/experiments/$experimentId/runs/$runId"
          params={{ experimentId: run.info.experiment_id, runId: id }}
          title={name}
        >
          {name}
        </Link>
      </>
    ),
  };
}
