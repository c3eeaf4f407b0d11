import { useEffect, useMemo } from 'react';
import { quotedText } from '@/api/quoting';
import { runningIds, useLostContacts } from '@/api/runs/lost-contacts';
import type { RunList } from '@/api/runs/run-list';
import { rowOf, withContacts } from '@/api/runs/run-row';
import { useSearchRuns } from '@/api/runs/search-runs';
import { chartedRuns } from './list-of-view';
import { RunsCharts } from './runs-charts';
import type { KnownKeys } from './use-run-keys';
import type { RunsView } from './use-runs-view';

/** More lines than this in one chart are a wall; a selection, a filter or groups show more. */
export const MOST_LINES = 500;

/** The list, of the selected runs alone if any are: they may stand anywhere in it. */
function selectedIn(list: RunList, selected: ReadonlySet<string>): RunList {
  if (selected.size === 0) return list;
  const clause = `run_id IN (${[...selected].slice(0, MOST_LINES).map(quotedText).join(', ')})`;
  return { ...list, rootsOnly: undefined, filter: list.filter === '' ? clause : `(${list.filter}) AND ${clause}` };
}

/** Charts of the selected runs, or of the first ones of a list, which are read whole. */
export default function LoadedCharts({ view, list: given, keys }: { view: RunsView; list: RunList; keys: KnownKeys }) {
  const { selected } = view;
  const list = useMemo(() => selectedIn(given, selected), [given, selected]);
  const query = useSearchRuns(chartedRuns(list));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const read = useMemo(() => query.data?.pages.flatMap((page) => (page.runs ?? []).map(rowOf)) ?? [], [query.data]);
  const wanted = hasNextPage && !isFetchingNextPage && read.length < MOST_LINES;
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);
  const contacts = useLostContacts(useMemo(() => runningIds(read.map((row) => row.run)), [read]));
  const rows = useMemo(() => withContacts(read, contacts), [read, contacts]);
  return <RunsCharts view={view} rows={rows} query={query} list={list} known={keys} />;
}
