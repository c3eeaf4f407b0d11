import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import type { ServerFacts } from '../types';

/** What the server says of itself. */
export function useServer() {
  return useQuery({
    queryKey: ['server'],
    queryFn: ({ signal }) => api.native.get<ServerFacts>('server', undefined, signal),
  });
}
