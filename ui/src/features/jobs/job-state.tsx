import type { ProjectJob } from '@/api/types';
import { Status } from '@/shared/ui/status';

const AGAIN = 'Its agent was lost. Another takes it.';

/** The state of a job; why it failed, or waits again, on hover. */
export function JobStateMark({ job }: { job: ProjectJob }) {
  if (job.state === 'RUNNING' && job.cancel_requested) {
    return <Status value="CANCELLING" title="Its agent is told to end it." />;
  }
  return (
    <Status value={job.state} title={job.state === 'QUEUED' && job.is_lost ? AGAIN : (job.message ?? undefined)} />
  );
}
