import type { RunRow } from '@/api/runs/run-row';
import { type Axis, axisOf, keyOf } from '@/features/charts/axes';
import { csvLines } from '@/shared/format/csv';

/** Axes over runs, made once each. */
export function axesOver(rows: readonly RunRow[], ids: readonly string[], isLog: (id: string) => boolean): Axis[] {
  const made = new Map([...new Set(ids)].map((id) => [id, axisOf(rows, id, isLog(id))]));
  return ids.flatMap((id) => made.get(id) ?? []);
}

/** Runs and what a chart shows of them, one run a row. */
export function rowsAsCsv(rows: readonly RunRow[], axes: readonly Axis[]): string {
  const told = axes.filter((axis, index) => axes.findIndex(({ id }) => id === axis.id) === index);
  const head = ['run_id', 'run', ...told.map(({ id }) => keyOf(id))];
  const body = rows.map((row, index) => [
    row.id,
    row.name,
    ...told.map(({ values, categories }) => {
      const value = values[index];
      return value === undefined ? '' : (categories?.[value] ?? value);
    }),
  ]);
  return csvLines([head, ...body]);
}
