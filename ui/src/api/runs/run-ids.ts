import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import type { RunTable } from '../types';
import { listBody, type RunList } from './run-list';

/** More runs than this are not chosen at once. */
export const MOST_CHOSEN = 10_000;

/**
 * Ids of the first runs of a list, nested ones too. They are those of the moment in which they were asked for: what comes later is not
 * among them, so that nothing is done to a run that nobody has seen.
 */
export function useRunIds(list: RunList, enabled: boolean) {
  const body = {
    ...listBody({ ...list, rootsOnly: false }),
    fields: ['run_id'],
    order_by: list.orderBy.length === 0 ? undefined : list.orderBy,
    max_results: MOST_CHOSEN,
  };
  return useQuery({
    queryKey: ['chosen runs', body],
    queryFn: async ({ signal }) => {
      const table = await api.native.post<RunTable>('runs/query', body, signal);
      return (table.columns[0]?.values ?? []).map(String);
    },
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
}
