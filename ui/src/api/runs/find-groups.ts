import { queryOptions } from '@tanstack/react-query';
import { api } from '../client';
import type { RunGroup, RunGroupsFound } from '../types';
import { meantBody, type RunsMeant } from './find-runs';
import { runKeys } from './keys';

export interface GroupsQuestion extends RunsMeant {
  /** Fields, as the server calls them. */
  by: string;
  metrics: readonly string[];
  limit: number;
}

export interface FoundGroups {
  groups: RunGroup[];
  /** How many there are without the limit. */
  count: number;
  experimentIds: string[];
}

async function findGroups(question: GroupsQuestion, signal: AbortSignal): Promise<FoundGroups> {
  const { by, metrics, limit } = question;
  const meant = await meantBody(question, signal);
  const body = { ...meant, by: [by], metrics, max_results: limit };
  const { groups, group_count: count } = await api.native.post<RunGroupsFound>('runs/group', body, signal);
  return { groups, count, experimentIds: meant.experiment_ids };
}

/** Runs that share a value, across experiments: the largest groups first. */
export function foundGroupsQuery(question: GroupsQuestion) {
  return queryOptions({
    queryKey: [...runKeys, 'found-groups', question],
    queryFn: ({ signal }) => findGroups(question, signal),
  });
}
