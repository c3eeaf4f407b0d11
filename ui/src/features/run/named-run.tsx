import { Link } from '@tanstack/react-router';
import { useRun } from '@/api/runs/get-run';

/** A link to a run by its name; until that is known, by its id. */
export function NamedRun({ runId, experimentId }: { runId: string; experimentId: string }) {
  const info = useRun(runId).data?.info;
  return (
    <Link
      to="/experiments/$experimentId/runs/$runId"
      params={{ experimentId: info?.experiment_id ?? experimentId, runId }}
    >
      {info?.run_name || runId}
    </Link>
  );
}
