import { api } from '../client';
import { useCommand } from '../use-command';
import { runKeys } from './keys';

/** Deletes softly: the run can be restored. */
export function deleteRun(runId: string): Promise<unknown> {
  return api.post('runs/delete', { run_id: runId });
}

/** Deletes one by one, and stops at the first refusal. */
async function deleteRuns(runIds: readonly string[]): Promise<void> {
  for (const runId of runIds) await deleteRun(runId);
}

export function useDeleteRuns() {
  return useCommand(deleteRuns, runKeys);
}
