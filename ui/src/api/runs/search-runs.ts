import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import type { RunsFound } from '../types';
import { runKeys } from './keys';

export interface RunSearch {
  experimentIds: string[];
  filter: string;
  orderBy: string[];
  deleted: boolean;
}

const PAGE_SIZE = 200;
const LIVE_INTERVAL_MS = 5_000;

function searchRuns(search: RunSearch, pageToken: string | undefined, signal: AbortSignal): Promise<RunsFound> {
  const body = {
    experiment_ids: search.experimentIds,
    filter: search.filter === '' ? undefined : search.filter,
    order_by: search.orderBy.length === 0 ? undefined : search.orderBy,
    run_view_type: search.deleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
    max_results: PAGE_SIZE,
    page_token: pageToken,
  };
  return api.post<RunsFound>('runs/search', body, signal);
}

/** Whether an open table should look again: something in it still runs, and looking again is one request. */
function isLive(pages: RunsFound[] | undefined): boolean {
  return pages?.length === 1 && (pages[0]?.runs ?? []).some((run) => run.info.status === 'RUNNING');
}

/** Runs that match the filter, page by page, filtered and ordered by the server. */
export function searchRunsQuery(search: RunSearch) {
  return infiniteQueryOptions({
    queryKey: [...runKeys, 'search', search],
    queryFn: ({ pageParam, signal }) => searchRuns(search, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_page_token ?? undefined,
  });
}

export function useSearchRuns(search: RunSearch) {
  return useInfiniteQuery({
    ...searchRunsQuery(search),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (isLive(query.state.data?.pages) ? pollEvery(LIVE_INTERVAL_MS) : false),
  });
}
