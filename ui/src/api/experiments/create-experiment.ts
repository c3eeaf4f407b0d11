import { api } from '../client';
import { useCommand } from '../use-command';
import { experimentKeys } from './keys';

export function useCreateExperiment() {
  return useCommand(
    (name: string) => api.post<{ experiment_id: string }>('experiments/create', { name }),
    experimentKeys,
  );
}
