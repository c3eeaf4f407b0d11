import { api } from '../client';
import { ApiError } from '../error';
import { useCommand } from '../use-command';
import { runKeys } from './keys';

interface Untagging {
  runId: string;
  key: string;
}

export function deleteRunTag({ runId, key }: Untagging): Promise<unknown> {
  return api.post('runs/delete-tag', { run_id: runId, key });
}

/** As `deleteRunTag`; a run that lacks the tag is as it should be. */
export async function ensureNoRunTag(untagging: Untagging): Promise<void> {
  try {
    await deleteRunTag(untagging);
  } catch (failure) {
    if (!(failure instanceof ApiError && failure.code === 'RESOURCE_DOES_NOT_EXIST')) throw failure;
  }
}

export function useDeleteRunTag() {
  return useCommand(deleteRunTag, runKeys);
}
