import type { ChartRun } from './chart-run';

const PARAM = 'params.';
const TAG = 'tags.';
const ATTRIBUTES: Record<string, { title: string; of: (run: ChartRun) => string | undefined }> = {
  status: { title: 'State', of: (run) => run.status },
  user_id: { title: 'User', of: (run) => run.user },
};
/** Tags that programs set for themselves. */
const INTERNAL = /^(mlflow|barograph)\./;

/** The column of a parameter. */
export function paramColumn(key: string): string {
  return PARAM + key;
}

/** The column that a text means: one that charts group by, or else the parameter of that name. */
export function groupColumn(text: string): string {
  const isColumn = text.startsWith(PARAM) || text.startsWith(TAG) || Object.hasOwn(ATTRIBUTES, text);
  return isColumn ? text : paramColumn(text);
}

/** The parameter of a column; undefined for other columns. */
export function paramOf(column: string): string | undefined {
  return column.startsWith(PARAM) ? column.slice(PARAM.length) : undefined;
}

/** What a column is called. */
export function groupTitle(column: string): string {
  if (column.startsWith(PARAM)) return column.slice(PARAM.length);
  if (column.startsWith(TAG)) return column.slice(TAG.length);
  return Object.hasOwn(ATTRIBUTES, column) ? (ATTRIBUTES[column]?.title ?? column) : column;
}

function valueIn(run: ChartRun, column: string): string | undefined {
  if (column.startsWith(PARAM)) return run.params.get(column.slice(PARAM.length));
  if (column.startsWith(TAG)) return run.tags.get(column.slice(TAG.length));
  return Object.hasOwn(ATTRIBUTES, column) ? ATTRIBUTES[column]?.of(run) : undefined;
}

/** The name of a run's group by a column: `params.KEY`, `tags.KEY`, `status` or `user_id`. */
export function groupOf(run: ChartRun, column: string): string {
  const value = valueIn(run, column);
  return value === undefined ? `no ${groupTitle(column)}` : `${groupTitle(column)} = ${value}`;
}

interface Choices {
  group: string;
  items: { value: string; label: string }[];
}

/** Columns that divide runs into fewer groups than there are runs, and more than one. */
export function groupingColumns(runs: readonly ChartRun[]): Choices[] {
  const keys = (of: (run: ChartRun) => ReadonlyMap<string, string>) =>
    [...new Set(runs.flatMap((run) => [...of(run).keys()]))].sort((a, b) => a.localeCompare(b));
  const divides = (column: string) => {
    const groups = new Set(runs.map((run) => valueIn(run, column))).size;
    return groups > 1 && groups < runs.length;
  };
  const choices = (group: string, columns: string[]) => ({
    group,
    items: columns.filter(divides).map((value) => ({ value, label: groupTitle(value) })),
  });
  const tags = keys((run) => run.tags).filter((key) => !INTERNAL.test(key));
  return [
    choices('Parameters', keys((run) => run.params).map(paramColumn)),
    choices(
      'Tags',
      tags.map((key) => TAG + key),
    ),
    choices('Attributes', Object.keys(ATTRIBUTES)),
  ].filter(({ items }) => items.length > 0);
}
