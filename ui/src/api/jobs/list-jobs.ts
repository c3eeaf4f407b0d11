import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import type { JobState, JobsFound } from '../types';
import { jobKeys } from './keys';

const PAGE = 200;
const ASK_MS = 5_000;

/** Jobs in some states, or all, the one enqueued last first; more pages follow when asked for. */
export function useJobs(states: readonly JobState[]) {
  return useInfiniteQuery({
    ...infiniteQueryOptions({
      queryKey: [...jobKeys, 'list', states],
      queryFn: ({ signal, pageParam }) =>
        api.native.get<JobsFound>('jobs/list', { states, max_results: PAGE, page_token: pageParam }, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next_page_token ?? undefined,
    }),
    refetchInterval: () => pollEvery(ASK_MS),
    select: ({ pages }) => pages.flatMap((page) => page.jobs ?? []),
  });
}
