import { infiniteQueryOptions, useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { api } from '../client';
import type { TableWindow } from '../types';
import { type ArtifactSource, placeOf } from './source';

const FIRST_ROWS = 200;
const MORE_ROWS = 1_000;

/** Rows of a table file, window after window; each says where the next one begins. */
export function tableQuery(source: ArtifactSource, path: string) {
  return infiniteQueryOptions({
    queryKey: ['artifacts', 'table', source, path],
    queryFn: ({ pageParam, signal }) => {
      const window = { offset: pageParam, count: pageParam === 0 ? FIRST_ROWS : MORE_ROWS };
      return api.native.get<TableWindow>('artifacts/table', { ...placeOf(source), path, ...window }, signal);
    },
    initialPageParam: 0,
    getNextPageParam: (last) => last.next_offset ?? undefined,
  });
}

export function useArtifactTable(source: ArtifactSource, path: string) {
  return useInfiniteQuery(tableQuery(source, path));
}

/** The first 1,000 rows of the same table in several runs, in the order of the ids; no path asks for nothing. */
export function useTableOfRuns(runIds: readonly string[], path: string | undefined) {
  return useQueries({
    queries: runIds.map((runId) => ({
      queryKey: ['artifacts', 'table-head', runId, path],
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const asked = { run_id: runId, path, offset: 0, count: MORE_ROWS };
        return api.native.get<TableWindow>('artifacts/table', asked, signal);
      },
      enabled: path !== undefined,
    })),
  });
}
