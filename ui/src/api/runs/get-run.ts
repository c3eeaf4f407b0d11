import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import type { Run } from '../types';
import { runKeys } from './keys';

const LIVE_INTERVAL_MS = 5_000;

function runQuery(runId: string) {
  return queryOptions({
    queryKey: [...runKeys, 'get', runId],
    queryFn: ({ signal }) => api.get<{ run: Run }>('runs/get', { run_id: runId }, signal),
    select: (answer) => answer.run,
    refetchInterval: (query) => (query.state.data?.run.info.status === 'RUNNING' ? pollEvery(LIVE_INTERVAL_MS) : false),
  });
}

/** One run, deleted ones too; looked at again while it runs. */
export function useRun(runId: string) {
  return useQuery(runQuery(runId));
}

/** Several runs, in the order of the ids. */
export function useRuns(runIds: string[]) {
  return useQueries({ queries: runIds.map(runQuery) });
}
