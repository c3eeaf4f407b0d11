import type { RunList } from '@/api/runs/run-list';
import type { RunSearch } from '@/api/runs/search-runs';
import { type RunFilter, runFilter } from './run-filter';
import { runOrder } from './run-order';
import type { RunsView } from './use-runs-view';

/** The runs that a view shows, with the filter as it was made of what was typed. */
export function listOfView(
  {
    experimentId,
    search,
    sort,
    deleted,
  }: Pick<RunsView, 'experimentId' | 'sort' | 'deleted'> & {
    search: { filter?: string; status?: string; tree?: string };
  },
  hasParents: boolean,
  started?: Parameters<typeof runFilter>[2],
): { list: RunList; filter: RunFilter; nested: boolean } {
  const filter = runFilter(search.filter ?? '', search.status, started);
  const nested = hasParents && filter.text === '' && search.tree !== '0';
  return {
    list: { experimentId, filter: filter.text, orderBy: runOrder(sort), deleted, rootsOnly: nested },
    filter,
    nested,
  };
}

/** The search for the runs of a list that charts show: all in one order, whether they have parents or not. */
export function chartedRuns({ experimentId, filter, orderBy, deleted }: RunList): RunSearch {
  return { experimentIds: [experimentId], filter, orderBy: [...orderBy], deleted };
}
