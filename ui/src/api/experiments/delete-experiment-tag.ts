import { api } from '../client';
import { useCommand } from '../use-command';
import { experimentKeys } from './keys';

interface Untagging {
  experimentId: string;
  key: string;
}

export function useDeleteExperimentTag() {
  return useCommand(
    ({ experimentId, key }: Untagging) =>
      api.post('experiments/delete-experiment-tag', { experiment_id: experimentId, key }),
    experimentKeys,
  );
}
