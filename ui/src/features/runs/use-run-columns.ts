import { useMemo } from 'react';
import { defaultColumnIds, type RunKeyNames } from './run-columns';
import type { KnownKeys } from './use-run-keys';
import type { RunsView } from './use-runs-view';

/** More columns than this no table shows: the server tells of 1,000 values a run. */
export const MOST_COLUMNS = 500;

/** Ids of the columns that a view shows, the pinned ones first; those that tell no runs apart are left out where that is wished. */
export function shownIds(
  chosen: readonly string[],
  pinned: readonly string[],
  lean: boolean,
  varies: (id: string) => boolean,
): string[] {
  const shown = lean ? chosen.filter(varies) : chosen;
  const first = pinned.filter((id) => shown.includes(id));
  return [...first, ...shown.filter((id) => !first.includes(id))];
}

/** Ids of the columns that were chosen, or those that a page shows of itself. */
export function chosenIds(columns: readonly string[] | undefined, names: RunKeyNames): readonly string[] {
  return columns ?? defaultColumnIds(names);
}

/** The list with a column moved before another one, or to the end. */
export function moved(ids: readonly string[], id: string, before: string | undefined): string[] {
  const rest = ids.filter((each) => each !== id);
  const place = before === undefined ? rest.length : rest.indexOf(before);
  return place < 0 ? [...ids] : [...rest.slice(0, place), id, ...rest.slice(place)];
}

/** Of the columns that are shown those that a table draws, and asks for. */
export function drawnIds(ids: readonly string[]): string[] {
  return ids.slice(0, MOST_COLUMNS);
}

/** What a view shows of the columns there are: those that were chosen, in order; those of them that are drawn; how many are left out. */
export function useRunColumns(view: RunsView, keys: KnownKeys) {
  const { columns, pinned, lean } = view;
  const { names, varies } = keys;
  const chosen = useMemo(() => chosenIds(columns, names), [columns, names]);
  const all = useMemo(() => shownIds(chosen, pinned, lean, varies), [chosen, pinned, lean, varies]);
  const ids = useMemo(() => drawnIds(all), [all]);
  return { chosen, ids, left: all.length - ids.length };
}
