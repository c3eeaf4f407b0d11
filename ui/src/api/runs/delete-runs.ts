import { api } from '../client';
import { useCommand } from '../use-command';
import { runKeys } from './keys';

/** Deletes softly, one by one, and stops at the first refusal. */
async function deleteRuns(runIds: readonly string[]): Promise<void> {
  for (const runId of runIds) await api.post('runs/delete', { run_id: runId });
}

export function useDeleteRuns() {
  return useCommand(deleteRuns, runKeys);
}
