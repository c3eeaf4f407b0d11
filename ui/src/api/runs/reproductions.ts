import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { numberOf } from '../number';
import { quotedText } from '../quoting';
import type { RunTable } from '../types';
import { runKeys } from './keys';
import { ROW_FIELDS, rowsOf } from './run-rows';

/** Names the run that a run repeats. */
export const REPRODUCES_TAG = 'barograph.reproduces';

const MOST_SHOWN = 5;

/** The last runs of an experiment that reproduce one, at most five. */
export function useReproductions(experimentId: string | undefined, runId: string) {
  return useQuery({
    queryKey: [...runKeys, 'reproductions', experimentId, runId],
    queryFn: async ({ signal }) => {
      const filter = `tags.\`${REPRODUCES_TAG}\` = ${quotedText(runId)}`;
      const asked = { experiment_ids: [experimentId], filter, fields: ROW_FIELDS, max_results: MOST_SHOWN };
      return rowsOf(await api.native.post<RunTable>('runs/query', asked, signal), [], numberOf);
    },
    enabled: experimentId !== undefined,
  });
}
