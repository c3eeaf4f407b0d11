import { api } from '../client';
import { useCommand } from '../use-command';
import { runKeys } from './keys';

interface Tagging {
  runId: string;
  key: string;
  value: string;
}

export function useSetRunTag() {
  return useCommand(
    ({ runId, key, value }: Tagging) => api.post('runs/set-tag', { run_id: runId, key, value }),
    runKeys,
  );
}
