import { api } from '../client';
import { useCommand } from '../use-command';
import { runKeys } from './keys';

interface Renaming {
  runId: string;
  name: string;
}

export function useRenameRun() {
  return useCommand(({ runId, name }: Renaming) => api.post('runs/update', { run_id: runId, run_name: name }), runKeys);
}
