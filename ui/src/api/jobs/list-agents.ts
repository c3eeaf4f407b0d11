import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import type { Agent, AgentsFound } from '../types';
import { jobKeys } from './keys';

const NONE: Agent[] = [];
const ASK_MS = 10_000;

/** Agents by name. They are asked for from time to time: that one fell silent changes nothing that could be told. */
export function useAgents(wanted = true) {
  return useQuery({
    queryKey: [...jobKeys, 'agents'],
    queryFn: ({ signal }) => api.native.get<AgentsFound>('jobs/agents', undefined, signal),
    select: (answer) => answer.agents ?? NONE,
    enabled: wanted,
    refetchInterval: ASK_MS,
  });
}
