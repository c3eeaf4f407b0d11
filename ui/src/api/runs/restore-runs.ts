import { api } from '../client';
import { useCommand } from '../use-command';
import { runKeys } from './keys';

async function restoreRuns(runIds: readonly string[]): Promise<void> {
  for (const runId of runIds) await api.post('runs/restore', { run_id: runId });
}

export function useRestoreRuns() {
  return useCommand(restoreRuns, runKeys);
}
