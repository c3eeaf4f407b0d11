import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import type { Trash } from '../types';
import { trashKeys } from './keys';

/** Deleted experiments, and runs that were deleted one by one. */
export function useTrash() {
  return useQuery({
    queryKey: [...trashKeys, 'get'],
    queryFn: ({ signal }) => api.native.get<Trash>('trash', {}, signal),
    staleTime: 0,
  });
}
