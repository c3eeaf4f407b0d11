import { api } from '../client';
import { useCommand } from '../use-command';
import { modelKeys } from './keys';

interface Renaming {
  name: string;
  newName: string;
}

export function useRenameModel() {
  return useCommand(
    ({ name, newName }: Renaming) => api.post('registered-models/rename', { name, new_name: newName }),
    modelKeys,
  );
}
