import { api } from '../client';
import { modelKeys } from '../registered-models/keys';
import { useCommand } from '../use-command';

interface Description {
  name: string;
  version: string;
  description: string;
}

export function useUpdateVersion() {
  return useCommand((input: Description) => api.patch('model-versions/update', input), modelKeys);
}
