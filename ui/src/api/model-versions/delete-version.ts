import { api } from '../client';
import { modelKeys } from '../registered-models/keys';
import { useCommand } from '../use-command';

interface Deletion {
  name: string;
  version: string;
}

/** Deletes a version for good; its number is never given again. */
export function useDeleteVersion() {
  return useCommand((input: Deletion) => api.delete('model-versions/delete', input), modelKeys);
}
