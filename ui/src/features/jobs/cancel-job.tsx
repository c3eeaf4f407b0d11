import { useCancelJob } from '@/api/jobs/change-jobs';
import type { ProjectJob } from '@/api/types';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';

/** Asks before a job is cancelled. */
export function CancelJob({ job, onClose }: { job: ProjectJob; onClose: () => void }) {
  const cancel = useCancelJob();
  return (
    <ConfirmDialog
      title="Cancel the job?"
      action="Cancel the job"
      danger
      onConfirm={() => cancel.mutateAsync(job.job_id)}
      onClose={onClose}
    >
      {job.state === 'QUEUED' ? (
        <>
          <b>{job.run_name}</b> leaves queue {job.queue} and is killed before it began.
        </>
      ) : (
        <>
          <b>{job.run_name}</b> is ended where it runs, on agent {job.agent_name}. What it logged stays.
        </>
      )}
    </ConfirmDialog>
  );
}
