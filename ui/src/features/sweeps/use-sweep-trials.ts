import { useMemo } from 'react';
import { childFilter } from '@/api/runs/child-runs';
import { fieldsOf } from '@/api/runs/column-id';
import { useRunColumns } from '@/api/runs/run-columns';
import type { RunRow } from '@/api/runs/run-row';
import type { CardRuns } from '@/features/cards/card-runs';
import { STATE_TAG, type Sweep, stateOf, TRIAL_TAG } from './sweep';

/** So many trials are read, the last ones. */
const MOST_TRIALS = 5_000;

/** The trials of a sweep, and those that were whole for its charts: what is known of the others cannot be compared. */
export function useSweepTrials(row: RunRow, sweep: Sweep) {
  const { metric, searched } = sweep;
  const names = JSON.stringify([...searched.keys()]);
  const fields = useMemo(() => {
    const params = (JSON.parse(names) as string[]).map((name) => `params.${name}`);
    return fieldsOf([...params, `metrics.${metric}`, `tags.${TRIAL_TAG}`, `tags.${STATE_TAG}`]);
  }, [names, metric]);
  const list = useMemo(
    () => ({ experimentId: row.run.info.experiment_id, filter: childFilter(row.id), orderBy: [], deleted: false }),
    [row.run.info.experiment_id, row.id],
  );
  const { data, isPending, error, refetch } = useRunColumns(list, fields, MOST_TRIALS, true);
  const trials = useMemo(() => (data ?? []).filter((each) => each.tags.has(TRIAL_TAG)), [data]);
  const source = useMemo((): CardRuns => {
    const rows = trials.filter((trial) => stateOf(trial) === 'complete');
    const keys = { params: JSON.parse(names) as string[], metrics: [metric] };
    const failed = data ? null : error;
    return { keys, rows, all: rows, total: undefined, isPending, error: failed, retry: () => void refetch() };
  }, [trials, names, metric, data, isPending, error, refetch]);
  return { trials, source };
}
