import { api } from '../client';
import { useCommand } from '../use-command';
import { experimentKeys } from './keys';

interface Renaming {
  experimentId: string;
  name: string;
}

export function useRenameExperiment() {
  return useCommand(
    ({ experimentId, name }: Renaming) =>
      api.post('experiments/update', { experiment_id: experimentId, new_name: name }),
    experimentKeys,
  );
}
