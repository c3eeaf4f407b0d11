import type { RunRow } from '@/api/runs/run-row';
import { colorsOf } from '@/shared/charts/palette';

/** A run in a chart. */
export interface ChartRun {
  id: string;
  label: string;
  color: string;
  startMs: number;
  live: boolean;
  params: ReadonlyMap<string, string>;
}

/** Runs with the colours that they have in every chart and table with the same selection. */
export function chartRuns(rows: readonly RunRow[]): ChartRun[] {
  const colors = colorsOf(rows.map((row) => row.id));
  return rows.map(({ id, name, run, params }) => ({
    id,
    label: name,
    color: colors.get(id) ?? 'currentColor',
    startMs: run.info.start_time ?? 0,
    live: run.info.status === 'RUNNING',
    params,
  }));
}
