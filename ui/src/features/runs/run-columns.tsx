import { columnId, readColumnId } from '@/api/runs/column-id';
import { PAUSES_TAG } from '@/api/runs/run-clock';
import type { RunRow } from '@/api/runs/run-row';
import { RunState } from '@/features/run/run-state';
import { formatNumber, isNumeric } from '@/shared/format/number';
import { type Column, widthOf } from '@/shared/table/column';
import { Moment } from '@/shared/ui/moment';
import { Elapsed } from './elapsed';
import { SPARK_ROOM, SparkValue } from './spark-value';

const SHOWN_AT_FIRST = 10;
const LOOKED_AT = 50;
const SHOWN_ATTRIBUTES = ['status', 'start_time', 'duration'];
// What five significant digits may need, so that numbers further down are not cut.
const LONGEST_NUMBER = '0.00012345';
const OWN_TAGS = 'mlflow.';
const GROUPS = { metrics: 'Metrics', params: 'Parameters', tags: 'Tags' } as const;
export type RunKeyNames = Record<keyof typeof GROUPS, readonly string[]>;

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
    cell: (row) => <Elapsed row={row} />,
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
const byId = new Map(attributes.map((column) => [column.id, column]));

interface MetricColumn {
  id: string;
  metric: string;
  header: string;
  read: (row: RunRow) => number | undefined;
  /** Whether the course of the metric is drawn beside the value. */
  spark: boolean;
}

function metricColumn({ id, metric, header, read, spark }: MetricColumn, sample: readonly RunRow[]): Column<RunRow> {
  const texts = sample.map((row) => formatNumber(read(row) ?? Number.NaN));
  return {
    id,
    header,
    group: GROUPS.metrics,
    width: widthOf([header, LONGEST_NUMBER, ...texts]) + (spark ? SPARK_ROOM : 0),
    numeric: true,
    sortable: true,
    cell: (row: RunRow) => {
      const value = read(row);
      if (spark) return <SparkValue runId={row.id} metric={metric} value={value} />;
      return value === undefined ? nothing() : formatNumber(value);
    },
    title: (row: RunRow) => read(row)?.toString(),
  };
}

function textColumn(id: string, kind: 'params' | 'tags', key: string, sample: readonly RunRow[]): Column<RunRow> {
  const texts = sample.flatMap((row) => row[kind].get(key) ?? []);
  return {
    id,
    header: key,
    group: GROUPS[kind],
    width: widthOf([key, ...texts]),
    numeric: kind === 'params' && texts.length > 0 && texts.every(isNumeric),
    sortable: true,
    cell: (row) => row[kind].get(key) ?? nothing(),
    title: (row) => row[kind].get(key),
  };
}

/** The column of an id, as wide as the sample's values; undefined for what is no column. */
export function runColumn(id: string, rows: readonly RunRow[], spark = false): Column<RunRow> | undefined {
  const name = readColumnId(id);
  if (name.kind === 'attribute') return byId.get(id);
  const sample = rows.slice(0, LOOKED_AT);
  if (name.kind !== 'metrics') return textColumn(id, name.kind, name.key, sample);
  const { key: metric, aspect } = name;
  const last = aspect === 'last';
  const read = last ? (row: RunRow) => row.metrics.get(metric) : (row: RunRow) => row.summaries?.get(id);
  return metricColumn({ id, metric, header: last ? metric : `${metric} ${aspect}`, read, spark }, sample);
}

/** How a column is called in words, and the group that it belongs to. */
export function columnTitle(id: string): { header: string; group: string } {
  const column = runColumn(id, []);
  return { header: column?.header ?? id, group: column?.group ?? 'Attributes' };
}

/** Ids of every column that the keys of the runs make possible. */
export function availableIds(keys: RunKeyNames): string[] {
  const isOwn = (key: string) => key.startsWith(OWN_TAGS) || key === PAUSES_TAG;
  return [
    ...attributes.map((column) => column.id),
    ...keys.metrics.map((key) => columnId({ kind: 'metrics', key, aspect: 'last' })),
    ...keys.params.map((key) => columnId({ kind: 'params', key })),
    ...keys.tags.filter((key) => !isOwn(key)).map((key) => columnId({ kind: 'tags', key })),
  ];
}

/** The columns of a page whose address names none. */
export function defaultColumnIds(keys: RunKeyNames): string[] {
  const first = (kind: 'metrics' | 'params') => keys[kind].slice(0, SHOWN_AT_FIRST).map((key) => `${kind}.${key}`);
  return [...SHOWN_ATTRIBUTES, ...first('metrics'), ...first('params')];
}
