import { api } from '../client';
import { useCommand } from '../use-command';
import { modelKeys } from './keys';

interface Untagging {
  name: string;
  key: string;
}

export function useDeleteModelTag() {
  return useCommand((input: Untagging) => api.delete('registered-models/delete-tag', input), modelKeys);
}
