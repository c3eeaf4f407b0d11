import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { parseSort, type Sort, writeSort } from '@/shared/table/column';
import { listOf, textsOf, writeTexts } from '@/shared/url/search-text';
import { readWidths, type Widths, writeWidths } from './column-widths';

const route = getRouteApi('/experiments/$experimentId');
const NO_COLUMN = 'none';

/** What the address of an experiment says: which runs, in which order, with which columns, which of them are selected. */
export function useRunsView() {
  const { experimentId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // The table says itself where it stands after a change; the router would keep it where it was.
  const change = useCallback(
    (part: Partial<typeof search>, replace = false) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false }),
    [navigate],
  );
  const selected: ReadonlySet<string> = useMemo(() => new Set(listOf(search.selected)), [search.selected]);
  const hidden = useMemo(() => new Set(listOf(search.hidden)), [search.hidden]);
  const pinned = useMemo(() => textsOf(search.pinned), [search.pinned]);
  const onTop = useMemo(() => listOf(search.top), [search.top]);
  const sparks = useMemo(() => textsOf(search.spark), [search.spark]);
  const columns = useMemo(
    () => (search.columns ? textsOf(search.columns).filter((id) => id !== NO_COLUMN) : undefined),
    [search.columns],
  );
  return {
    experimentId,
    search,
    change,
    selected,
    /** Runs that the charts leave out. */
    hidden,
    /** Runs that stay above the others. */
    onTop,
    /** Ids of the columns that are shown, in order; undefined while nobody chose. */
    columns,
    pinned,
    /** Ids of the columns of metrics that show a small line beside the value. */
    sparks,
    widths: useMemo(() => readWidths(search.widths), [search.widths]),
    /** Whether columns that tell no runs apart are left out. */
    lean: search.lean === '1',
    sort: useMemo(() => parseSort(search.order), [search.order]),
    deleted: search.deleted === '1',
    setSort: useCallback((sort: Sort | undefined) => change({ order: writeSort(sort) }), [change]),
    setColumns: useCallback(
      (ids: readonly string[]) => change({ columns: writeTexts(ids) ?? NO_COLUMN }, true),
      [change],
    ),
    setPinned: useCallback((ids: readonly string[]) => change({ pinned: writeTexts(ids) }, true), [change]),
    setWidths: useCallback((widths: Widths) => change({ widths: writeWidths(widths) }, true), [change]),
    setOnTop: useCallback((ids: readonly string[]) => change({ top: ids.join(',') || undefined }, true), [change]),
    select: useCallback(
      (ids: ReadonlySet<string>) => change({ selected: [...ids].join(',') || undefined, except: undefined }, true),
      [change],
    ),
    hide: useCallback((ids: Set<string>) => change({ hidden: [...ids].join(',') || undefined }, true), [change]),
  };
}

export type RunsView = ReturnType<typeof useRunsView>;
