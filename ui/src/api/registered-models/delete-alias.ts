import { api } from '../client';
import { useCommand } from '../use-command';
import { modelKeys } from './keys';

interface Unaliasing {
  name: string;
  alias: string;
  user_id?: string;
  comment?: string;
}

export function useDeleteAlias() {
  return useCommand((input: Unaliasing) => api.delete('registered-models/alias', input), modelKeys);
}
