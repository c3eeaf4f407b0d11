import { numberOf } from '../number';
import type { Contact, Run } from '../types';
import type { LostContacts } from './lost-contacts';

/** A run as tables and charts read it: values by key. */
export interface RunRow {
  run: Run;
  id: string;
  name: string;
  metrics: ReadonlyMap<string, number>;
  params: ReadonlyMap<string, string>;
  tags: ReadonlyMap<string, string>;
  /** First, least and greatest values of metrics and the number of their points, by the id of their column. */
  summaries?: ReadonlyMap<string, number>;
  /** How deep a nested run stands in a tree; 0 at the top. */
  depth?: number;
  /** How many runs stand directly below. */
  children?: number;
  /** The last sign of life of a running run, where it lost contact. */
  contact?: Contact;
}

export function rowOf(run: Run): RunRow {
  return {
    run,
    id: run.info.run_id,
    name: run.info.run_name || run.info.run_id,
    metrics: new Map((run.data?.metrics ?? []).map(({ key, value }) => [key, numberOf(value)])),
    params: new Map((run.data?.params ?? []).map(({ key, value = '' }) => [key, value])),
    tags: new Map((run.data?.tags ?? []).map(({ key, value = '' }) => [key, value])),
  };
}

type Values = 'metrics' | 'params' | 'tags';
// Many times faster over thousands of keys than `localeCompare`.
const alphabet = new Intl.Collator();

/** Every key that one of the rows has, in alphabetical order. */
export function keysOf(rows: readonly RunRow[], values: Values): string[] {
  const keys = new Set<string>();
  for (const row of rows) for (const key of row[values].keys()) keys.add(key);
  return [...keys].sort(alphabet.compare);
}

/** The rows, with the last sign of life of those that lost contact. While none did, they stay the same object. */
export function withContacts(rows: RunRow[], lost: LostContacts): RunRow[] {
  if (lost.size === 0) return rows;
  return rows.map((row) => {
    const contact = lost.get(row.id);
    return contact ? { ...row, contact } : row;
  });
}
