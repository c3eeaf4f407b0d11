import { keepPreviousData, type QueryClient, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import type { RunKeysFound } from '../types';
import { columnSearch, KEY_KINDS, type KeyKind, type KeySearch, keysBody, parentSearch } from './key-search';
import { runKeys } from './keys';

const TAGS = KEY_KINDS.indexOf('tags');
const FRESH_MS = 30_000;
const LIVE_INTERVAL_MS = 15_000;

function keysQuery(kind: KeyKind, search: KeySearch) {
  const body = keysBody(kind, search);
  return queryOptions({
    queryKey: [...runKeys, 'keys', body],
    queryFn: ({ signal }) => api.native.post<RunKeysFound>('runs/keys', body, signal),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
}

/** Which of all keys tells whether runs have parents: those of the tags do, unless there were too many to tell them all. */
function parentsQuery(tags: RunKeysFound | undefined, experimentId: string, deleted: boolean) {
  return { ...keysQuery('tags', parentSearch(experimentId, deleted)), enabled: tags?.more === true };
}

/** The keys of an experiment's runs of each kind, in the order of `KEY_KINDS`, and where to look for the tag of parents; from the cache if it has them. */
export async function fetchRunKeys(queries: QueryClient, experimentId: string, deleted: boolean) {
  const search = columnSearch(experimentId, deleted);
  const keys = await Promise.all(KEY_KINDS.map((kind) => queries.fetchQuery(keysQuery(kind, search))));
  const tags = keys[TAGS];
  const parents = tags?.more ? await queries.fetchQuery(parentsQuery(tags, experimentId, deleted)) : tags;
  return { keys, parents };
}

/** What `fetchRunKeys` tells, as it comes in and is looked for again from time to time. */
export function useFoundKeys(experimentId: string, deleted: boolean) {
  const found = useAllRunKeys(columnSearch(experimentId, deleted));
  const tags = found[TAGS]?.data;
  const parents = useQuery(parentsQuery(tags, experimentId, deleted));
  return {
    keys: found.map((query) => query.data),
    parents: tags?.more ? parents.data : tags,
    isPending: found.some((query) => query.isPending) || (tags?.more === true && parents.isPending),
  };
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
