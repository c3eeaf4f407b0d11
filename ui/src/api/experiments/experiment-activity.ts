import { useQueries } from '@tanstack/react-query';
import { api } from '../client';
import type { ActivityFound, ExperimentActivity } from '../types';
import { experimentKeys } from './keys';

export const DAYS = 30;
const DAY_MS = 86_400_000;
const INTERVAL_MS = 15_000;

/** The beginning of the local day that is `days` before that of `now`. */
export function startOfDay(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - days).getTime();
}

function byExperiment(answers: readonly { data?: ActivityFound }[]): ReadonlyMap<string, ExperimentActivity> {
  return new Map(answers.flatMap(({ data }) => data?.experiments ?? []).map((each) => [each.experiment_id, each]));
}

/** How many runs experiments have, and how many began on each of the last 30 days, today last; one request a page of ids. */
export function useExperimentActivity(pages: readonly (readonly string[])[], deleted: boolean) {
  // Days of 24 hours: where clocks change meanwhile, those before it begin an hour off.
  const since = startOfDay(Date.now(), DAYS - 1);
  return useQueries({
    queries: pages.map((ids) => {
      const body = {
        experiment_ids: ids,
        since_ms: since,
        step_ms: DAY_MS,
        steps: DAYS,
        run_view_type: deleted ? 'ALL' : 'ACTIVE_ONLY',
      };
      return {
        queryKey: [...experimentKeys, 'activity', body],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          api.native.post<ActivityFound>('experiments/activity', body, signal),
        enabled: ids.length > 0,
        refetchInterval: INTERVAL_MS, // no notice tells of runs that end or lose contact
      };
    }),
    combine: byExperiment,
  });
}
