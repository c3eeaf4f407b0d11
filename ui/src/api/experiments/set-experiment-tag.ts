import { api } from '../client';
import { useCommand } from '../use-command';
import { experimentKeys } from './keys';

interface Tagging {
  experimentId: string;
  key: string;
  value: string;
}

export function useSetExperimentTag() {
  return useCommand(
    ({ experimentId, key, value }: Tagging) =>
      api.post('experiments/set-experiment-tag', { experiment_id: experimentId, key, value }),
    experimentKeys,
  );
}
