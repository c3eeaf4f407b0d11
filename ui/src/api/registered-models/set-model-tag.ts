import { api } from '../client';
import { useCommand } from '../use-command';
import { modelKeys } from './keys';

interface Tagging {
  name: string;
  key: string;
  value: string;
}

export function useSetModelTag() {
  return useCommand((input: Tagging) => api.post('registered-models/set-tag', input), modelKeys);
}
