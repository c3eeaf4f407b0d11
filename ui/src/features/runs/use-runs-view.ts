import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { parseSort, type Sort, writeSort } from '@/shared/table/column';
import { listOf, textsOf, writeTexts } from '@/shared/url/search-text';

const route = getRouteApi('/experiments/$experimentId');
const NO_COLUMN = 'none';

interface ColumnSearch {
  columns?: string;
  pinned?: string;
  lean?: string;
}

/** What an address says of the columns. */
export function columnsOf(search: ColumnSearch) {
  return {
    /** Ids of the columns that are shown, in order; undefined while nobody chose. */
    columns: search.columns ? textsOf(search.columns).filter((id) => id !== NO_COLUMN) : undefined,
    pinned: textsOf(search.pinned),
    /** Whether columns that tell no runs apart are left out. */
    lean: search.lean === '1',
  };
}

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
  const { columns, pinned, lean } = search;
  const selected = useMemo(() => new Set(listOf(search.selected)), [search.selected]);
  const hidden = useMemo(() => new Set(listOf(search.hidden)), [search.hidden]);
  const ofColumns = useMemo(() => columnsOf({ columns, pinned, lean }), [columns, pinned, lean]);
  const sort = useMemo(() => parseSort(search.order), [search.order]);
  const setSort = useCallback((sort: Sort | undefined) => change({ order: writeSort(sort) }), [change]);
  const setColumns = useCallback(
    (ids: readonly string[]) => change({ columns: writeTexts(ids) ?? NO_COLUMN }, true),
    [change],
  );
  const setPinned = useCallback((ids: readonly string[]) => change({ pinned: writeTexts(ids) }, true), [change]);
  const select = useCallback(
    (ids: Set<string>) => change({ selected: [...ids].join(',') || undefined }, true),
    [change],
  );
  const hide = useCallback((ids: Set<string>) => change({ hidden: [...ids].join(',') || undefined }, true), [change]);
  // The same object for the same address, so that what is given it is not drawn again whenever an answer arrives.
  return useMemo(
    () => ({
      experimentId,
      search,
      change,
      selected,
      /** Runs that the charts leave out. */
      hidden,
      ...ofColumns,
      sort,
      deleted: search.deleted === '1',
      setSort,
      setColumns,
      setPinned,
      select,
      hide,
    }),
    [experimentId, search, change, selected, hidden, ofColumns, sort, setSort, setColumns, setPinned, select, hide],
  );
}

export type RunsSearch = RunsView['search'];
export type RunsView = ReturnType<typeof useRunsView>;
