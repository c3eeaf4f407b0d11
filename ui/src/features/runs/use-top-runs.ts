import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { quotedText } from '@/api/quoting';
import type { RunList } from '@/api/runs/run-list';
import type { RunRow } from '@/api/runs/run-row';
import type { RunField } from '@/api/runs/run-rows';
import { windowQuery } from '@/api/runs/run-window';
import type { RunsView } from './use-runs-view';

/** More would leave no room for the others. */
export const MOST_ON_TOP = 8;
const NONE: RunRow[] = [];

/** The rows of the runs that stay above the others, in the order in which they were put there. */
export function useTopRuns(view: RunsView, list: RunList, fields: readonly RunField[], inputs: boolean): RunRow[] {
  const ids = useMemo(() => view.onTop.slice(0, MOST_ON_TOP), [view.onTop]);
  const filter = `run_id IN (${ids.map(quotedText).join(', ')})`;
  const asked = { ...list, filter, rootsOnly: false, orderBy: [] };
  const { data } = useQuery({
    ...windowQuery(asked, fields, inputs, 0),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    if (ids.length === 0 || data === undefined) return NONE;
    const byId = new Map(data.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }, [ids, data]);
}
