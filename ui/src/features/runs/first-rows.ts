import type { QueryClient } from '@tanstack/react-query';
import { fieldsOf } from '@/api/runs/column-id';
import { fetchRunKeys } from '@/api/runs/run-keys';
import { windowQuery } from '@/api/runs/run-window';
import { searchRunsQuery } from '@/api/runs/search-runs';
import { parseSort } from '@/shared/table/column';
import { readFirstSeries } from './first-series';
import { chartedRuns, listOfView } from './list-of-view';
import { chosenIds, drawnIds, shownIds } from './use-run-columns';
import { knownKeys } from './use-run-keys';
import { columnsOf, type RunsSearch } from './use-runs-view';

/** Reads the first rows that a table, or the charts, will ask for, so that the page is drawn once, with them. Whatever fails, it asks again and tells. */
export async function readFirstRows(queries: QueryClient, experimentId: string, search: RunsSearch): Promise<void> {
  const deleted = search.deleted === '1';
  try {
    if (search.tab === 'charts') void import('./loaded-charts');
    const found = await fetchRunKeys(queries, experimentId, deleted);
    if (search.time) return;
    const { names, varies, nested } = knownKeys(found.keys, found.parents);
    if (search.tab === 'charts') {
      const { list } = listOfView({ experimentId, search, sort: parseSort(search.order), deleted }, nested);
      const { pages } = await queries.fetchInfiniteQuery(searchRunsQuery(chartedRuns(list)));
      if (!search.selected && !search.hidden) readFirstSeries(queries, pages, search);
      return;
    }
    if (search.group) return;
    const { columns, pinned, lean } = columnsOf(search);
    const ids = drawnIds(shownIds(chosenIds(columns, names), pinned, lean, varies));
    const { list } = listOfView({ experimentId, search, sort: parseSort(search.order), deleted }, nested);
    await queries.prefetchQuery(windowQuery(list, fieldsOf(ids), ids.includes('dataset'), 0));
  } catch {
    // Keys could not be read: the page's own query says so where it stands.
  }
}
