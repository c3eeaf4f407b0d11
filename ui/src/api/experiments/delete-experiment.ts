import { api } from '../client';
import { useCommand } from '../use-command';
import { experimentKeys } from './keys';

/** Deletes softly: the experiment and its runs can be restored. */
export function useDeleteExperiment() {
  return useCommand(
    (experimentId: string) => api.post('experiments/delete', { experiment_id: experimentId }),
    experimentKeys,
  );
}
