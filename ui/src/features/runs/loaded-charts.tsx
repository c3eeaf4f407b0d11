import { useMemo } from 'react';
import { runningIds, useLostContacts } from '@/api/runs/lost-contacts';
import type { RunList } from '@/api/runs/run-list';
import { rowOf, withContacts } from '@/api/runs/run-row';
import { useSearchRuns } from '@/api/runs/search-runs';
import { RunsCharts } from './runs-charts';
import type { RunsView } from './use-runs-view';

/** Charts of the first runs of a list, which are read whole. */
export default function LoadedCharts({ view, list }: { view: RunsView; list: RunList }) {
  const query = useSearchRuns({
    experimentIds: [list.experimentId],
    filter: list.filter,
    orderBy: [...list.orderBy],
    deleted: list.deleted,
  });
  const read = useMemo(() => query.data?.pages.flatMap((page) => (page.runs ?? []).map(rowOf)) ?? [], [query.data]);
  const contacts = useLostContacts(useMemo(() => runningIds(read.map((row) => row.run)), [read]));
  const rows = useMemo(() => withContacts(read, contacts), [read, contacts]);
  return <RunsCharts view={view} rows={rows} query={query} />;
}
