import { keysOf, type RunRow } from '@/api/runs/run-row';
import { isNumeric } from '@/shared/format/number';

/** Something numeric known of runs. */
export interface Axis {
  id: string;
  title: string;
  values: (number | undefined)[];
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && isNumeric(text) ? Number(text) : undefined;
}

/** Parameters and metrics that are numbers and not the same in all runs: parameters first. */
export function varyingAxes(rows: readonly RunRow[]): Axis[] {
  const params = keysOf(rows, 'params').map((key) => ({
    id: `params.${key}`,
    title: key,
    values: rows.map((row) => numberIn(row.params.get(key))),
  }));
  const metrics = keysOf(rows, 'metrics').map((key) => ({
    id: `metrics.${key}`,
    title: key,
    values: rows.map((row) => row.metrics.get(key)),
  }));
  return [...params, ...metrics].filter((axis) => {
    const known = axis.values.filter((value) => value !== undefined && Number.isFinite(value));
    return new Set(known).size > 1;
  });
}
