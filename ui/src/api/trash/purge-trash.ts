import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../client';
import { experimentKeys } from '../experiments/keys';
import { runKeys } from '../runs/keys';
import type { PurgedItems } from '../types';
import { trashKeys } from './keys';

/** What to purge; without any ids everything in the trash. */
export interface Purging {
  experimentIds: string[];
  runIds: string[];
}

function bodyOf({ experimentIds, runIds }: Purging) {
  return { experiment_ids: experimentIds, run_ids: runIds };
}

/** What would go, and how much that would free; measured anew each time that it is asked. */
export function useWeighing(purging: Purging) {
  return useQuery({
    queryKey: [...trashKeys, 'weigh', purging],
    queryFn: ({ signal }) => api.native.post<PurgedItems>('trash/weigh', bodyOf(purging), signal),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** Deletes for good what was weighed, and nothing else: the server compares the seal. */
export function usePurge() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ purging, seal }: { purging: Purging; seal: string }) =>
      api.native.post<PurgedItems>('trash/purge', { ...bodyOf(purging), seal }),
    onSettled: () =>
      Promise.all(
        [[...trashKeys, 'get'], experimentKeys, runKeys].map((queryKey) => queries.invalidateQueries({ queryKey })),
      ),
  });
}
