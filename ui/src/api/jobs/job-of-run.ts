import { useQuery } from '@tanstack/react-query';
import { api } from '../client';
import { pollEvery } from '../live';
import type { JobsFound, ProjectJob } from '../types';
import { jobKeys } from './keys';

/** The run's tag that says which job it belongs to. */
export const JOB_TAG = 'barograph.job';
const ASK_MS = 5_000;

/** Whether something may still happen to a job. */
export function isOpen(job: ProjectJob): boolean {
  return job.state === 'QUEUED' || job.state === 'RUNNING';
}

/** The job that makes a run, if one does: it is looked for only if the run's tags say so. */
export function useJobOfRun(runId: string, hasJob: boolean) {
  return useQuery({
    queryKey: [...jobKeys, 'of-run', runId],
    queryFn: ({ signal }) => api.native.get<JobsFound>('jobs/list', { run_id: runId, max_results: 1 }, signal),
    select: (answer) => answer.jobs?.[0] ?? null,
    enabled: hasJob,
    refetchInterval: ({ state }) => {
      const job = state.data?.jobs?.[0];
      return job && isOpen(job) ? pollEvery(ASK_MS) : false;
    },
  });
}
