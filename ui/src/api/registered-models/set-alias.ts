import { api } from '../client';
import { useCommand } from '../use-command';
import { modelKeys } from './keys';

interface Aliasing {
  name: string;
  alias: string;
  version: string;
  user_id?: string;
  comment?: string;
}

/** Points an alias at a version; an alias that points elsewhere moves. */
export function useSetAlias() {
  return useCommand((input: Aliasing) => api.post('registered-models/alias', input), modelKeys);
}
