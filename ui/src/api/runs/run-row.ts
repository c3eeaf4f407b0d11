import { numberOf } from '../number';
import type { Run } from '../types';

/** A run as tables and charts read it: values by key. */
export interface RunRow {
  run: Run;
  id: string;
  name: string;
  metrics: ReadonlyMap<string, number>;
  params: ReadonlyMap<string, string>;
  tags: ReadonlyMap<string, string>;
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

/** Every key that one of the rows has, in alphabetical order. */
export function keysOf(rows: readonly RunRow[], values: Values): string[] {
  const keys = new Set<string>();
  for (const row of rows) for (const key of row[values].keys()) keys.add(key);
  return [...keys].sort((a, b) => a.localeCompare(b));
}

/** How long the run took, in ms; until now while it runs; unknown when it stopped without saying when. */
export function durationOf(run: Run, now: number = Date.now()): number | undefined {
  const { start_time: start, end_time: end, status } = run.info;
  if (!start) return undefined;
  if (end) return end - start;
  return status === 'RUNNING' ? now - start : undefined;
}
