import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import { runKeys } from './keys';
import { LIVE_INTERVAL_MS, listBody, type RunList } from './run-list';

function countRuns(list: RunList, signal: AbortSignal): Promise<{ count: number }> {
  return api.native.post('runs/count', listBody(list), signal);
}

/** How many runs a list holds, in whatever order; counted again while it is `live`. */
export function useCountRuns(list: RunList, live: boolean, enabled = true) {
  const { orderBy: _, ...counted } = list;
  return useQuery({
    queryKey: [...runKeys, 'count', counted],
    queryFn: ({ signal }) => countRuns(list, signal),
    select: (answer) => answer.count,
    enabled,
    placeholderData: keepPreviousData,
    refetchInterval: () => (live ? pollEvery(LIVE_INTERVAL_MS) : false),
  });
}
