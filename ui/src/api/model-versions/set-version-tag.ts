import { api } from '../client';
import { modelKeys } from '../registered-models/keys';
import { useCommand } from '../use-command';

interface Tagging {
  name: string;
  version: string;
  key: string;
  value: string;
}

export function useSetVersionTag() {
  return useCommand((input: Tagging) => api.post('model-versions/set-tag', input), modelKeys);
}
