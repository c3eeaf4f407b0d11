import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../client';
import type { Run, RunsFound } from '../types';
import { runKeys } from './keys';
import { type LostContacts, runningIds, useLostContacts } from './lost-contacts';

// Whole runs are read to count them, so not many and not often.
const MOST_RUNS = 200;
const INTERVAL_MS = 15_000;

/** What goes on in an experiment: runs with contact to their processes, or without any ever, and runs that lost it. */
export interface Activity {
  running: number;
  lost: number;
}

/** Running runs by experiment. */
export function activityOf(runs: readonly Run[], lost: LostContacts): ReadonlyMap<string, Activity> {
  const found = new Map<string, Activity>();
  for (const { info } of runs) {
    const activity = found.get(info.experiment_id) ?? { running: 0, lost: 0 };
    activity[lost.has(info.run_id) ? 'lost' : 'running'] += 1;
    found.set(info.experiment_id, activity);
  }
  return found;
}

function searchRunning(experimentIds: readonly string[], signal: AbortSignal): Promise<RunsFound> {
  const body = { experiment_ids: experimentIds, filter: "status = 'RUNNING'", max_results: MOST_RUNS };
  return api.post<RunsFound>('runs/search', body, signal);
}

/** What goes on in each of some experiments, as far as their newest 200 running runs tell; looked at again while the page is open. */
export function useActivity(experimentIds: readonly string[]): ReadonlyMap<string, Activity> {
  const query = useQuery({
    queryKey: [...runKeys, 'running', experimentIds],
    queryFn: ({ signal }) => searchRunning(experimentIds, signal),
    enabled: experimentIds.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: INTERVAL_MS,
  });
  const runs = useMemo(() => query.data?.runs ?? [], [query.data]);
  const lost = useLostContacts(useMemo(() => runningIds(runs), [runs]));
  return useMemo(() => activityOf(runs, lost), [runs, lost]);
}
