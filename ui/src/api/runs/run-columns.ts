import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import { numberOf } from '../number';
import type { RunTable } from '../types';
import { runKeys } from './keys';
import { isLive, listBody, type RunList } from './run-list';
import { ROW_FIELDS, type RunField, rowsOf } from './run-rows';

const LIVE_INTERVAL_MS = 15_000;

/** Some fields of the first runs of a list, in one answer: for charts of thousands of runs. */
export function useRunColumns(list: RunList, fields: readonly RunField[], most: number, enabled: boolean) {
  const body = {
    ...listBody(list),
    fields: [...ROW_FIELDS, ...fields.map(({ field }) => field)],
    order_by: list.orderBy.length === 0 ? undefined : list.orderBy,
    max_results: most,
  };
  return useQuery({
    queryKey: [...runKeys, 'columns', body],
    queryFn: async ({ signal }) =>
      rowsOf(await api.native.post<RunTable>('runs/query', body, signal), fields, numberOf),
    enabled,
    placeholderData: keepPreviousData,
    structuralSharing: false,
    refetchInterval: ({ state }) => (state.data && isLive(state.data) ? pollEvery(LIVE_INTERVAL_MS) : false),
  });
}
