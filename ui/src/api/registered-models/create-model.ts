import { api } from '../client';
import { useCommand } from '../use-command';
import { modelKeys } from './keys';

export function useCreateModel() {
  return useCommand((name: string) => api.post('registered-models/create', { name }), modelKeys);
}
