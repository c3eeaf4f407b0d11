import { api } from '../client';
import { useCommand } from '../use-command';
import { experimentKeys } from './keys';

export function useRestoreExperiment() {
  return useCommand(
    (experimentId: string) => api.post('experiments/restore', { experiment_id: experimentId }),
    experimentKeys,
  );
}
