import { api } from '../client';
import { useCommand } from '../use-command';
import { runKeys } from './keys';

interface Untagging {
  runId: string;
  key: string;
}

export function useDeleteRunTag() {
  return useCommand(({ runId, key }: Untagging) => api.post('runs/delete-tag', { run_id: runId, key }), runKeys);
}
