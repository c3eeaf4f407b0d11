import { api } from '../client';
import { useCommand } from '../use-command';
import { runKeys } from './keys';

interface Tagging {
  runId: string;
  key: string;
  value: string;
}

export function setRunTag({ runId, key, value }: Tagging): Promise<unknown> {
  return api.post('runs/set-tag', { run_id: runId, key, value });
}

export function useSetRunTag() {
  return useCommand(setRunTag, runKeys);
}
