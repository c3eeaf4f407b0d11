import { quotedKey } from '../quoting';
import type { RunField } from './run-rows';

export const ASPECTS = ['last', 'first', 'min', 'max', 'count'] as const;
/** Which number of a metric's series a column shows. */
export type Aspect = (typeof ASPECTS)[number];

/** What a column shows. Its id is an attribute, `metrics.KEY`, `metrics:min.KEY`, `params.KEY` or `tags.KEY`. */
export type ColumnName =
  | { kind: 'attribute'; key: string }
  | { kind: 'metrics'; key: string; aspect: Aspect }
  | { kind: 'params' | 'tags'; key: string };

export function readColumnId(id: string): ColumnName {
  const dot = id.indexOf('.');
  const [kind, key] = [id.slice(0, Math.max(0, dot)), id.slice(dot + 1)];
  if (kind === 'params' || kind === 'tags') return { kind, key };
  if (kind === 'metrics') return { kind, key, aspect: 'last' };
  const aspect = ASPECTS.find((each) => kind === `metrics:${each}`);
  return aspect === undefined ? { kind: 'attribute', key: id } : { kind: 'metrics', key, aspect };
}

export function columnId(name: ColumnName): string {
  if (name.kind === 'attribute') return name.key;
  if (name.kind === 'metrics' && name.aspect !== 'last') return `metrics:${name.aspect}.${name.key}`;
  return `${name.kind}.${name.key}`;
}

/** How the server calls what a column shows, in filters, orders and tables. */
export function fieldText(id: string): string {
  const name = readColumnId(id);
  if (name.kind === 'attribute') return `attributes.${name.key}`;
  const key = `${name.kind}.${quotedKey(name.key)}`;
  return name.kind === 'metrics' && name.aspect !== 'last' ? `${key}.${name.aspect}` : key;
}

const SOURCE = 'mlflow.source.name';

/** The fields that columns need beyond those of every row. */
export function fieldsOf(ids: readonly string[]): RunField[] {
  return ids.flatMap((id): RunField[] => {
    const name = readColumnId(id);
    if (id === 'source') return [{ field: fieldText(`tags.${SOURCE}`), kind: 'tags', key: SOURCE }];
    if (name.kind === 'attribute') return [];
    if (name.kind === 'metrics' && name.aspect !== 'last')
      return [{ field: fieldText(id), kind: 'summaries', key: id }];
    return [{ field: fieldText(id), kind: name.kind, key: name.key }];
  });
}
