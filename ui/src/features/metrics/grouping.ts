import { columnId, readColumnId } from '@/api/runs/column-id';
import type { ChartRun } from './chart-run';

const ATTRIBUTES: Record<string, { title: string; of: (run: ChartRun) => string | undefined }> = {
  status: { title: 'State', of: (run) => run.status },
  user_id: { title: 'User', of: (run) => run.user },
};
/** Tags that programs set for themselves. */
const INTERNAL = /^(mlflow|barograph)\./;

/** The column that a text means: one that charts group by, or else the parameter of that name. */
export function groupColumn(text: string): string {
  const { kind } = readColumnId(text);
  const isColumn = kind === 'params' || kind === 'tags' || Object.hasOwn(ATTRIBUTES, text);
  return isColumn ? text : columnId({ kind: 'params', key: text });
}

/** The parameter of a column; undefined for other columns. */
export function paramOf(column: string): string | undefined {
  const { kind, key } = readColumnId(column);
  return kind === 'params' ? key : undefined;
}

/** What a column is called. */
export function groupTitle(column: string): string {
  const { kind, key } = readColumnId(column);
  if (kind === 'params' || kind === 'tags') return key;
  return Object.hasOwn(ATTRIBUTES, column) ? (ATTRIBUTES[column]?.title ?? column) : column;
}

function valueIn(run: ChartRun, column: string): string | undefined {
  const { kind, key } = readColumnId(column);
  if (kind === 'params' || kind === 'tags') return run[kind].get(key);
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
  const params = keys((run) => run.params);
  const tags = keys((run) => run.tags).filter((key) => !INTERNAL.test(key));
  const columns = (kind: 'params' | 'tags', names: string[]) => names.map((key) => columnId({ kind, key }));
  return [
    choices('Parameters', columns('params', params)),
    choices('Tags', columns('tags', tags)),
    choices('Attributes', Object.keys(ATTRIBUTES)),
  ].filter(({ items }) => items.length > 0);
}
