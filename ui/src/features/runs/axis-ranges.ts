import type { AxisRanges } from '@/features/cards/card-runs';
import type { Axis } from '@/features/charts/axes';
import type { Range } from '@/shared/charts/series';
import { type Chosen, rangesIn, withRange } from './filter-range';
import { filterOf } from './run-filter';

const HALF = 0.4;

/** What a part of an axis means: of categories those that it covers. */
export function chosenIn(axis: Axis, area: Range | undefined): Chosen | undefined {
  if (area === undefined) return undefined;
  const [low, high] = area;
  if (!axis.categories) return { low, high };
  const names = axis.categories.filter((_, place) => place >= Math.round(low) && place <= Math.round(high));
  return names.length > 0 ? { names } : undefined;
}

/** Where on an axis lies what a filter asks for. */
export function areaIn(axis: Axis, chosen: Chosen | undefined): Range | undefined {
  if (chosen === undefined) return undefined;
  if ('low' in chosen) return axis.categories ? undefined : [chosen.low, chosen.high];
  const places = chosen.names.map((name) => axis.categories?.indexOf(name) ?? -1).filter((place) => place >= 0);
  return places.length > 0 ? [Math.min(...places) - HALF, Math.max(...places) + HALF] : undefined;
}

/** Parts of axes as clauses of the filter: choosing one writes its clause, choosing none takes it away. */
export function axisRanges(typed: string, onFilter: (filter: string) => void): AxisRanges {
  const filter = filterOf(typed);
  const found = rangesIn(filter);
  return {
    areaOf: (axis) => areaIn(axis, found.get(axis.id)),
    choose: (axis, area) => onFilter(withRange(filter, axis.id, chosenIn(axis, area))),
  };
}
