import { Link } from '@tanstack/react-router';
import { useAgents } from '@/api/jobs/list-agents';
import type { ProjectJob } from '@/api/types';
import styles from './jobs.module.css';

/** Beside the state of a run: where its job waits, or which agent runs it. */
export function RunJob({ job }: { job: ProjectJob }) {
  const waits = job.state === 'QUEUED';
  const agents = useAgents(waits);
  const taken = agents.data?.some((agent) => !agent.is_lost && agent.queues?.includes(job.queue));
  if (!waits && job.state !== 'RUNNING') return null;
  return (
    <span className={`dim ${styles.place}`} title={job.message ?? undefined}>
      <Link to="/jobs">{waits ? `place ${job.place ?? 1} in queue ${job.queue}` : `on agent ${job.agent_name}`}</Link>
      {waits && taken === false && <span>no agent takes jobs of it</span>}
      {job.cancel_requested && <span>is being cancelled</span>}
      {job.attempts !== undefined && job.attempts > 1 && <span>attempt {job.attempts}</span>}
    </span>
  );
}
