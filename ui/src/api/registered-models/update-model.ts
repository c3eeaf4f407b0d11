import { api } from '../client';
import { useCommand } from '../use-command';
import { modelKeys } from './keys';

interface Description {
  name: string;
  description: string;
}

export function useUpdateModel() {
  return useCommand((input: Description) => api.patch('registered-models/update', input), modelKeys);
}
