import { useCallback, useMemo } from 'react';
import { useCountRuns } from '@/api/runs/count-runs';
import { MOST_CHOSEN, useRunIds } from '@/api/runs/run-ids';
import type { RunList } from '@/api/runs/run-list';
import { listOf } from '@/shared/url/search-text';
import type { RunsView } from './use-runs-view';

/** What the address says in the place of ids when every run of the list is selected. */
export const ALL = 'all';
const MOST_EXCEPTIONS = 200;
const NONE: ReadonlySet<string> = new Set();

/** Ids of a list that are not in a set. */
export function exceptions(all: readonly string[], chosen: ReadonlySet<string>): string[] {
  return all.filter((id) => !chosen.has(id));
}

/**
 * The selected runs: those that the address names, or all of the list but for a few. Of a long list the first 10,000 are meant; `more` says
 * that there are others.
 */
export function useSelection(view: RunsView, list: RunList) {
  const { search, change, select: choose } = view;
  const isAll = search.selected === ALL;
  const asked = useRunIds(list, isAll);
  const counted = useCountRuns({ ...list, rootsOnly: false }, false, isAll);
  const all = asked.data;
  const ids = useMemo(() => {
    if (!isAll) return view.selected;
    const left = new Set(listOf(search.except));
    return all === undefined ? NONE : new Set(all.filter((id) => !left.has(id)));
  }, [isAll, view.selected, all, search.except]);
  const select = useCallback(
    (chosen: ReadonlySet<string>) => {
      if (!isAll || all === undefined || chosen.size === 0) return choose(chosen);
      const left = exceptions(all, chosen);
      // Runs that are chosen beside those of the list, or many that are not, are better named one by one.
      if (left.length > MOST_EXCEPTIONS || all.length - left.length < chosen.size) return choose(chosen);
      change({ except: left.join(',') || undefined }, true);
    },
    [isAll, all, choose, change],
  );
  return {
    ids,
    select,
    isAll,
    selectAll: useCallback(() => change({ selected: ALL, except: undefined }, true), [change]),
    isPending: isAll && all === undefined && !asked.isError,
    error: isAll ? asked.error : null,
    /** How many runs the list has, where not all of them could be selected. */
    more: isAll && (counted.data ?? 0) > MOST_CHOSEN ? counted.data : undefined,
  };
}

export type Selection = ReturnType<typeof useSelection>;
