import { queryOptions } from '@tanstack/react-query';
import { api } from '../client';
import { quotedText } from '../quoting';
import type { RunGroupsFound } from '../types';
import { PARENT_TAG } from './key-search';
import { runKeys } from './keys';
import { listBody, type RunList } from './run-list';

const PARENT = `tags.\`${PARENT_TAG}\``;

/** The runs below one, in the order of the list that it stands in. */
export function listBelow(parentId: string, list: RunList): RunList {
  return { ...list, rootsOnly: false, filter: `${PARENT} = ${quotedText(parentId)}` };
}

/** How many runs stand directly below each of some runs, by id; those without any are left out. */
export function childCountQuery(list: RunList, runIds: readonly string[]) {
  const filter = `${PARENT} IN (${runIds.map(quotedText).join(', ')})`;
  const body = {
    ...listBody({ ...list, rootsOnly: false, filter }),
    by: [PARENT],
    max_results: Math.max(1, runIds.length),
  };
  return queryOptions({
    queryKey: [...runKeys, 'children', list.experimentId, list.deleted, runIds],
    queryFn: async ({ signal }) => {
      const { groups } = await api.native.post<RunGroupsFound>('runs/group', body, signal);
      return new Map(groups.map((group) => [String(group.values[0]), group.n]));
    },
    enabled: runIds.length > 0,
  });
}
