import { keepPreviousData, type QueryClient, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import type { RunKeysFound } from '../types';
import { PARENT_TAG } from './child-counts';
import { runKeys } from './keys';

export const KEY_KINDS = ['metrics', 'params', 'tags'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

export interface KeySearch {
  experimentId: string;
  deleted: boolean;
  text: string;
  limit: number;
}

const FRESH_MS = 30_000;
const LIVE_INTERVAL_MS = 15_000;

function keysQuery(kind: KeyKind, { experimentId, deleted, text, limit }: KeySearch) {
  const body = {
    experiment_ids: [experimentId],
    run_view_type: deleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
    kind,
    text,
    max_results: limit,
  };
  return queryOptions({
    queryKey: [...runKeys, 'keys', body],
    queryFn: ({ signal }) => api.native.post<RunKeysFound>('runs/keys', body, signal),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
}

const MOST_COLUMN_KEYS = 200;

/** Finds the keys from which a page chooses its columns. */
export function columnSearch(experimentId: string, deleted: boolean): KeySearch {
  return { experimentId, deleted, text: '', limit: MOST_COLUMN_KEYS };
}

/** The keys of an experiment's runs of each kind, in the order of `KEY_KINDS`, and whether the runs have parents; from the cache if it has them. */
export async function fetchRunKeys(queries: QueryClient, experimentId: string, deleted: boolean) {
  const search = columnSearch(experimentId, deleted);
  const [parents, ...keys] = await Promise.all([
    queries.fetchQuery(keysQuery('tags', parentSearch(experimentId, deleted))),
    ...KEY_KINDS.map((kind) => queries.fetchQuery(keysQuery(kind, search))),
  ]);
  return { keys, parents };
}

/** Finds out whether runs have parents. */
export function parentSearch(experimentId: string, deleted: boolean): KeySearch {
  return { experimentId, deleted, text: PARENT_TAG, limit: 1 };
}

/** Keys of one kind that hold a text. */
export function useRunKeys(kind: KeyKind, search: KeySearch, enabled = true) {
  return useQuery({ ...keysQuery(kind, search), enabled });
}

/** Keys of every kind that hold a text, in the order of `KEY_KINDS`; looked for again from time to time, as runs log new ones. */
export function useAllRunKeys(search: KeySearch) {
  return useQueries({
    queries: KEY_KINDS.map((kind) => ({
      ...keysQuery(kind, search),
      refetchInterval: () => pollEvery(LIVE_INTERVAL_MS),
    })),
  });
}
