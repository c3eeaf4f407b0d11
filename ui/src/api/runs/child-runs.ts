import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import { numberOf } from '../number';
import { quotedText } from '../quoting';
import type { RunTable } from '../types';
import { PARENT_TAG } from './key-search';
import { runKeys } from './keys';
import { ROW_FIELDS, rowsOf } from './run-rows';

const MOST_SHOWN = 20;
const LIVE_INTERVAL_MS = 5_000;

/** The filter that finds the runs directly below one. */
export function childFilter(runId: string): string {
  return `tags.\`${PARENT_TAG}\` = ${quotedText(runId)}`;
}

/** The last 20 runs directly below one, and how many there are. */
export function useChildRuns(experimentId: string | undefined, runId: string) {
  return useQuery({
    queryKey: [...runKeys, 'below', experimentId, runId],
    queryFn: async ({ signal }) => {
      const list = { experiment_ids: [experimentId], filter: childFilter(runId) };
      const [table, { count }] = await Promise.all([
        api.native.post<RunTable>('runs/query', { ...list, fields: ROW_FIELDS, max_results: MOST_SHOWN }, signal),
        api.native.post<{ count: number }>('runs/count', list, signal),
      ]);
      return { rows: rowsOf(table, [], numberOf), count };
    },
    enabled: experimentId !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: (query) =>
      query.state.data?.rows.some(({ run }) => run.info.status === 'RUNNING') ? pollEvery(LIVE_INTERVAL_MS) : false,
  });
}
