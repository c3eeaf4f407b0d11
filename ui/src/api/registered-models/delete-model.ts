import { api } from '../client';
import { useCommand } from '../use-command';
import { modelKeys } from './keys';

/** Deletes a registered model with every version, tag and alias, for good. */
export function useDeleteModel() {
  return useCommand((name: string) => api.delete('registered-models/delete', { name }), modelKeys);
}
