import type { RunRow } from '@/api/runs/run-row';
import { colorOf, type Scheme } from '@/shared/charts/color-scale';
import { colorsOf } from '@/shared/charts/palette';
import type { Range } from '@/shared/charts/series';
import { type Axis, rangeOf } from './axes';

/** Which colour each run has, and what a reader is told of it. */
export interface Coloring {
  /** By run. */
  colors: string[];
  /** Undefined where each run has a colour of its own. */
  legend?:
    | { kind: 'scale'; title: string; range: Range; log: boolean }
    | { kind: 'categories'; title: string; entries: { label: string; color: string }[] };
}

/** Colours along an axis: on a scale for numbers, by name for categories; without an axis those that runs have in tables. */
export function coloringOf(rows: readonly RunRow[], axis: Axis | undefined, scheme: Scheme): Coloring {
  if (axis === undefined) {
    const own = colorsOf(rows.map((row) => row.id));
    return { colors: rows.map((row) => own.get(row.id) ?? 'currentColor') };
  }
  const { title, categories, log } = axis;
  if (categories) {
    const byName = colorsOf(categories);
    const entries = categories.map((label) => ({ label, color: byName.get(label) ?? 'currentColor' }));
    const colors = axis.values.map((place) => entries[place ?? -1]?.color ?? colorOf(undefined, [0, 1], false, scheme));
    return { colors, legend: { kind: 'categories', title, entries } };
  }
  const range = rangeOf(axis);
  const colors = axis.values.map((value) => colorOf(value, range, log, scheme));
  return { colors, legend: { kind: 'scale', title, range, log } };
}
