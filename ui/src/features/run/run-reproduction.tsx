import { Link } from '@tanstack/react-router';
import { REPRODUCES_TAG, useReproductions } from '@/api/runs/reproductions';
import type { RunRow } from '@/api/runs/run-row';
import { CopyButton } from '@/shared/ui/copy-button';
import { Facts } from '@/shared/ui/facts';
import { NamedRun } from './named-run';

/** Which run a run repeats, which ones repeat it, and the command that does so once more. */
export function RunReproduction({ row }: { row: RunRow }) {
  const { id: runId, tags, run } = row;
  const experimentId = run.info.experiment_id;
  const again = useReproductions(experimentId, runId).data ?? [];
  const original = tags.get(REPRODUCES_TAG);
  const command = `barograph reproduce ${runId}`;
  return (
    <Facts
      facts={[
        ['Reproduces', original && <NamedRun runId={original} experimentId={experimentId} />],
        [
          'Reproduced by',
          again.length > 0 &&
            again.map((one, index) => (
              <span key={one.id}>
                {index > 0 && ', '}
                <Link
                  to="/experiments/$experimentId/runs/$runId"
                  params={{ experimentId: one.run.info.experiment_id, runId: one.id }}
                >
                  {one.name}
                </Link>
              </span>
            )),
        ],
        [
          'Reproduce',
          <>
            <code>{command}</code> <CopyButton text={command} label="Copy the command" />
          </>,
        ],
      ]}
    />
  );
}
