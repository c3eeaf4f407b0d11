import { Link } from '@tanstack/react-router';
import { useAgents } from '@/api/jobs/list-agents';
import type { Agent, ProjectJob } from '@/api/types';
import { ErrorState } from '@/shared/ui/error-state';
import { Moment } from '@/shared/ui/moment';
import { Section } from '@/shared/ui/section';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Status } from '@/shared/ui/status';
import styles from './jobs.module.css';
import { StartAgent } from './start-agent';

/** Who takes jobs: of which queues, which they run, and when they were heard of last. */
export function AgentsList({ jobs }: { jobs: readonly ProjectJob[] }) {
  const agents = useAgents();
  return (
    <Section title="Agents" count={agents.data?.length}>
      {agents.isPending && <SkeletonRows />}
      {agents.isError && <ErrorState what="Agents could not be loaded" error={agents.error} onRetry={agents.refetch} />}
      {agents.data?.length === 0 && (
        <>
          <p className="dim">None is there. Jobs wait until one is started on a machine that is to run them.</p>
          {jobs.length > 0 && <StartAgent />}
        </>
      )}
      <ul className={styles.list}>
        {agents.data?.map((agent) => (
          <li key={agent.agent_id} className={styles.agent}>
            <AgentFacts agent={agent} jobs={jobs} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function AgentFacts({ agent, jobs }: { agent: Agent; jobs: readonly ProjectJob[] }) {
  const held = agent.job_ids ?? [];
  const slots = agent.slots ?? 1;
  return (
    <>
      <header>
        <h3 title={agent.name}>{agent.name}</h3>
        <Status value={agent.is_lost ? 'LOST_CONTACT' : held.length > 0 ? 'RUNNING' : 'IDLE'} />
      </header>
      <span className="dim">
        {(agent.queues ?? []).join(', ')} · {held.length} of {slots} {slots === 1 ? 'place' : 'places'} taken
      </span>
      <span className="dim">
        heard of <Moment ms={agent.last_seen_ms} />
      </span>
      {held.length > 0 && (
        <span className={styles.held}>
          {held.map((id) => (
            <HeldJob key={id} id={id} job={jobs.find((job) => job.job_id === id)} />
          ))}
        </span>
      )}
    </>
  );
}

function HeldJob({ id, job }: { id: string; job: ProjectJob | undefined }) {
  if (!job) return <span>job {id}</span>;
  return (
    <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId: job.experiment_id, runId: job.run_id }}>
      {job.run_name}
    </Link>
  );
}
