import { colorOf } from '@/api/runs/run-color';
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
  tags: ReadonlyMap<string, string>;
  status?: string;
  user?: string;
}

/** Runs with the colours that they have in every chart and table with the same selection: those that somebody chose, else one of their own. */
export function chartRuns(rows: readonly RunRow[]): ChartRun[] {
  const colors = colorsOf(rows.map((row) => row.id));
  return rows.map((row) => ({
    id: row.id,
    label: row.name,
    color: colorOf(row) ?? colors.get(row.id) ?? 'currentColor',
    startMs: row.run.info.start_time ?? 0,
    live: row.run.info.status === 'RUNNING',
    params: row.params,
    tags: row.tags,
    status: row.run.info.status,
    user: row.run.info.user_id || undefined,
  }));
}
