import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { parseSort, type Sort, writeSort } from '@/shared/table/column';
import { listOf, textsOf, writeTexts } from '@/shared/url/search-text';
import { readWidths, type Widths, writeWidths } from './column-widths';

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
  const selected: ReadonlySet<string> = useMemo(() => new Set(listOf(search.selected)), [search.selected]);
  const hidden = useMemo(() => new Set(listOf(search.hidden)), [search.hidden]);
  const onTop = useMemo(() => listOf(search.top), [search.top]);
  const sparks = useMemo(() => textsOf(search.spark), [search.spark]);
  const widths = useMemo(() => readWidths(search.widths), [search.widths]);
  const ofColumns = useMemo(() => columnsOf({ columns, pinned, lean }), [columns, pinned, lean]);
  const sort = useMemo(() => parseSort(search.order), [search.order]);
  const changes = useMemo(
    () => ({
      setSort: (sort: Sort | undefined) => change({ order: writeSort(sort) }),
      setColumns: (ids: readonly string[]) => change({ columns: writeTexts(ids) ?? NO_COLUMN }, true),
      setPinned: (ids: readonly string[]) => change({ pinned: writeTexts(ids) }, true),
      setWidths: (widths: Widths) => change({ widths: writeWidths(widths) }, true),
      setOnTop: (ids: readonly string[]) => change({ top: ids.join(',') || undefined }, true),
      select: (ids: ReadonlySet<string>) =>
        change({ selected: [...ids].join(',') || undefined, except: undefined }, true),
      hide: (ids: Set<string>) => change({ hidden: [...ids].join(',') || undefined }, true),
    }),
    [change],
  );
  // The same object for the same address, so that what is given it is not drawn again whenever an answer arrives.
  return useMemo(
    () => ({
      experimentId,
      search,
      change,
      selected,
      /** Runs that the charts leave out. */
      hidden,
      /** Runs that stay above the others. */
      onTop,
      ...ofColumns,
      /** Ids of the columns of metrics that show a small line beside the value. */
      sparks,
      widths,
      sort,
      deleted: search.deleted === '1',
      ...changes,
    }),
    [experimentId, search, change, selected, hidden, onTop, ofColumns, sparks, widths, sort, changes],
  );
}

export type RunsSearch = RunsView['search'];
export type RunsView = ReturnType<typeof useRunsView>;
