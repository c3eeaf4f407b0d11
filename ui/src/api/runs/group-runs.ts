import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import type { RunGroupsFound } from '../types';
import { runKeys } from './keys';
import { listBody, type RunList } from './run-list';

const MOST_GROUPS = 1_000;

/** Runs of a list in groups of equal values, with what their metrics say; `by` and `metrics` are fields. */
export function useGroupRuns(list: RunList, by: readonly string[], metrics: readonly string[]) {
  const body = { ...listBody(list), by, metrics, max_results: MOST_GROUPS };
  return useQuery({
    queryKey: [...runKeys, 'group', body],
    queryFn: ({ signal }) => api.native.post<RunGroupsFound>('runs/group', body, signal),
    placeholderData: keepPreviousData,
  });
}
