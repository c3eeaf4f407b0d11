import { api } from '../client';
import { experimentKeys } from '../experiments/keys';
import { runKeys } from '../runs/keys';
import { useCommand } from '../use-command';
import { trashKeys } from './keys';
import type { Purging } from './purge-trash';

async function restore({ experimentIds, runIds }: Purging): Promise<void> {
  for (const id of experimentIds) await api.post('experiments/restore', { experiment_id: id });
  for (const id of runIds) await api.post('runs/restore', { run_id: id });
}

/** Brings experiments, with all their runs, and runs back; stops at the first refusal. */
export function useRestoreFromTrash() {
  return useCommand(restore, [...trashKeys, 'get'], experimentKeys, runKeys);
}
