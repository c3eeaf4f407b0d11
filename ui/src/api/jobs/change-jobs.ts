import { api } from '../client';
import { runKeys } from '../runs/keys';
import type { ProjectJob } from '../types';
import { useCommand } from '../use-command';
import { jobKeys } from './keys';

export interface JobToEnqueue {
  uri: string;
  experiment_id: string;
  version?: string;
  entry_point: string;
  parameters: { key: string; value: string }[];
  env_manager?: string;
  queue: string;
  run_name?: string;
  tags?: { key: string; value: string }[];
}

interface Kept {
  job: ProjectJob;
}

export function useEnqueue() {
  return useCommand(
    async (job: JobToEnqueue) => (await api.native.post<Kept>('jobs/enqueue', job)).job,
    jobKeys,
    runKeys,
  );
}

export function useCancelJob() {
  return useCommand(
    async (jobId: string) => (await api.native.post<Kept>('jobs/cancel', { job_id: jobId })).job,
    jobKeys,
    runKeys,
  );
}
