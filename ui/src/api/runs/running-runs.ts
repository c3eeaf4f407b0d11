import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../client';
import type { RunTable } from '../types';
import { runKeys } from './keys';
import { type LostContacts, useLostContacts } from './lost-contacts';

const MOST_RUNS = 1_000;
const INTERVAL_MS = 15_000;

export interface RunningRun {
  id: string;
  experimentId: string;
}

/** What goes on in an experiment: runs with contact to their processes, or without any ever, and runs that lost it. */
export interface Activity {
  running: number;
  lost: number;
  /** When the last of the lost ones gave its last sign of life, in ms. */
  lostSince: number;
}

/** Running runs by experiment. */
export function activityOf(runs: readonly RunningRun[], lost: LostContacts): ReadonlyMap<string, Activity> {
  const found = new Map<string, Activity>();
  for (const { id, experimentId } of runs) {
    const activity = found.get(experimentId) ?? { running: 0, lost: 0, lostSince: 0 };
    const contact = lost.get(id);
    activity[contact ? 'lost' : 'running'] += 1;
    activity.lostSince = Math.max(activity.lostSince, contact?.last_ms ?? 0);
    found.set(experimentId, activity);
  }
  return found;
}

/** The rows of a table with the columns `run_id` and `experiment_id`. */
export function runsOf(table: RunTable): RunningRun[] {
  const column = (field: string) => table.columns.find((each) => each.field === field)?.values ?? [];
  const experiments = column('experiment_id');
  return column('run_id').map((id, row) => ({ id: String(id), experimentId: String(experiments[row]) }));
}

function searchRunning(experimentIds: readonly string[], signal: AbortSignal): Promise<RunTable> {
  const body = {
    experiment_ids: experimentIds,
    filter: "status = 'RUNNING'",
    fields: ['run_id', 'experiment_id'],
    max_results: MOST_RUNS,
  };
  return api.native.post<RunTable>('runs/query', body, signal);
}

/** What goes on in each of some experiments, as far as their newest 1,000 running runs tell; looked at again while the page is open. */
export function useActivity(experimentIds: readonly string[]): ReadonlyMap<string, Activity> {
  const query = useQuery({
    queryKey: [...runKeys, 'running', experimentIds],
    queryFn: ({ signal }) => searchRunning(experimentIds, signal),
    select: runsOf,
    enabled: experimentIds.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: INTERVAL_MS,
  });
  const runs = useMemo(() => query.data ?? [], [query.data]);
  const lost = useLostContacts(useMemo(() => runs.map((run) => run.id), [runs]));
  return useMemo(() => activityOf(runs, lost), [runs, lost]);
}
