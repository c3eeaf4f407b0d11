import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import type { Experiment } from '../types';
import { experimentKeys } from './keys';

export function experimentQuery(experimentId: string) {
  return queryOptions({
    queryKey: [...experimentKeys, 'get', experimentId],
    queryFn: ({ signal }) =>
      api.get<{ experiment: Experiment }>('experiments/get', { experiment_id: experimentId }, signal),
    select: (answer) => answer.experiment,
  });
}

/** One experiment, deleted ones too. */
export function useExperiment(experimentId: string) {
  return useQuery(experimentQuery(experimentId));
}
