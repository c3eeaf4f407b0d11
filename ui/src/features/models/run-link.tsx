import { Link } from '@tanstack/react-router';
import { useRun } from '@/api/runs/get-run';

/** Leads to a run that is known by its id alone. */
export function RunLink({ runId }: { runId: string }) {
  const run = useRun(runId);
  if (!run.data) return <code title={runId}>{runId.slice(0, 8)}</code>;
  const { experiment_id: experimentId, run_name: name } = run.data.info;
  return (
    <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId, runId }} title={name ?? runId}>
      {name || runId}
    </Link>
  );
}
