import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../client';
import { quotedText } from '../quoting';
import type { ExperimentsFound } from '../types';
import { experimentKeys } from './keys';

export interface ExperimentSearch {
  name: string;
  orderBy: string;
  deleted: boolean;
}

const PAGE_SIZE = 100;

function searchExperiments(
  search: ExperimentSearch,
  pageToken: string | undefined,
  signal: AbortSignal,
): Promise<ExperimentsFound> {
  const body = {
    max_results: PAGE_SIZE,
    filter: search.name === '' ? undefined : `name ILIKE ${quotedText(`%${search.name}%`)}`,
    order_by: [search.orderBy],
    view_type: search.deleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
    page_token: pageToken,
  };
  return api.post<ExperimentsFound>('experiments/search', body, signal);
}

/** Experiments whose name contains a text, page by page, in the server's order. */
export function useSearchExperiments(search: ExperimentSearch) {
  return useInfiniteQuery({
    queryKey: [...experimentKeys, 'search', search],
    queryFn: ({ pageParam, signal }) => searchExperiments(search, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_page_token ?? undefined,
    placeholderData: keepPreviousData,
  });
}
