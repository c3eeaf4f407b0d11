import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import type { SavedView, ViewsFound } from '../types';
import { viewKeys } from './keys';
import { ownerHere } from './owner';

const NONE: SavedView[] = [];

/** The views of an experiment: everybody's, then one's own, each by name. */
export function useViews(experimentId: string) {
  return useQuery({
    queryKey: [...viewKeys, experimentId],
    queryFn: ({ signal }) =>
      api.native.get<ViewsFound>('views/list', { experiment_id: experimentId, owner: ownerHere() }, signal),
    select: (answer) => answer.views ?? NONE,
  });
}
