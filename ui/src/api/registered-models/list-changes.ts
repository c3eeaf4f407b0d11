import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../client';
import type { ModelChangesFound } from '../types';
import { modelKeys } from './keys';

const PAGE_SIZE = 25;

/** What happened to the versions of a registered model, or to one of them, the last change first. */
export function useModelChanges(name: string, version?: string) {
  return useInfiniteQuery({
    queryKey: [...modelKeys, 'changes', name, version],
    queryFn: ({ pageParam, signal }) =>
      api.native.get<ModelChangesFound>(
        'registered-models/changes',
        { name, version, max_results: PAGE_SIZE, page_token: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_page_token ?? undefined,
  });
}
