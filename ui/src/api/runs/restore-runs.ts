import { api } from '../client';
import { useCommand } from '../use-command';
import { runKeys } from './keys';

export function restoreRun(runId: string): Promise<unknown> {
  return api.post('runs/restore', { run_id: runId });
}

async function restoreRuns(runIds: readonly string[]): Promise<void> {
  for (const runId of runIds) await restoreRun(runId);
}

export function useRestoreRuns() {
  return useCommand(restoreRuns, runKeys);
}
