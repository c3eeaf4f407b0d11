import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { parseSort, type Sort, writeSort } from '@/shared/table/column';
import { listOf } from '@/shared/url/search-text';

const route = getRouteApi('/experiments/$experimentId');

/** What the address of an experiment says: which runs, in which order, with which columns, which of them are selected. */
export function useRunsView() {
  const { experimentId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (part: Partial<typeof search>, replace = false) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace }),
    [navigate],
  );
  const selected = useMemo(() => new Set(listOf(search.selected)), [search.selected]);
  const columns = useMemo(() => (search.columns ? listOf(search.columns) : undefined), [search.columns]);
  return {
    experimentId,
    search,
    change,
    selected,
    columns,
    sort: useMemo(() => parseSort(search.order), [search.order]),
    deleted: search.deleted === '1',
    setSort: useCallback((sort: Sort | undefined) => change({ order: writeSort(sort) }), [change]),
    select: useCallback((ids: Set<string>) => change({ selected: [...ids].join(',') || undefined }, true), [change]),
  };
}

export type RunsView = ReturnType<typeof useRunsView>;
