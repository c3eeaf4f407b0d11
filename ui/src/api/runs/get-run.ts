import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { pollEvery } from '../live';
import { runKeys } from './keys';
import { readRun } from './read-run';

const LIVE_INTERVAL_MS = 5_000;

function runQuery(runId: string) {
  return queryOptions({
    queryKey: [...runKeys, 'get', runId],
    queryFn: () => readRun(runId),
    refetchInterval: (query) => (query.state.data?.info.status === 'RUNNING' ? pollEvery(LIVE_INTERVAL_MS) : false),
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
