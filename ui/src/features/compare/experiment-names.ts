import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { experimentQuery } from '@/api/experiments/get-experiment';
import type { RunRow } from '@/api/runs/run-row';
import type { ChartRun } from '@/features/metrics/chart-run';

const NONE: ReadonlyMap<string, string> = new Map();

/** Names of the experiments that runs are of, by id, if there are several; where a name is not known, the id stands for it. */
export function useExperimentNames(rows: readonly RunRow[]): ReadonlyMap<string, string> {
  const ids = useMemo(() => [...new Set(rows.map((row) => row.run.info.experiment_id))].sort(), [rows]);
  const several = ids.length > 1;
  const found = useQueries({
    queries: several ? ids.map(experimentQuery) : [],
    combine: (answers) => answers.map((answer) => answer.data?.name ?? '').join('\n'),
  });
  return useMemo(() => {
    const names = found.split('\n');
    return several ? new Map(ids.map((id, place) => [id, names[place] || id])) : NONE;
  }, [ids, several, found]);
}

/** The runs, named with their experiments where these are several. */
export function labelled(runs: ChartRun[], rows: readonly RunRow[], names: ReadonlyMap<string, string>): ChartRun[] {
  if (names.size === 0) return runs;
  return runs.map((run, place) => {
    const experimentId = rows[place]?.run.info.experiment_id ?? '';
    return { ...run, label: `${names.get(experimentId) ?? experimentId} / ${run.label}` };
  });
}
