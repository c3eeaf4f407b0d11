import { api } from '../client';
import { modelKeys } from '../registered-models/keys';
import { useCommand } from '../use-command';

interface Untagging {
  name: string;
  version: string;
  key: string;
}

export function useDeleteVersionTag() {
  return useCommand((input: Untagging) => api.delete('model-versions/delete-tag', input), modelKeys);
}
