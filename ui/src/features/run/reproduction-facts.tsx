import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { REPRODUCES_TAG, useReproductions } from '@/api/runs/reproductions';
import type { RunRow } from '@/api/runs/run-row';
import { CopyButton } from '@/shared/ui/copy-button';
import { NamedRun } from './named-run';

/** Which run a run repeats to the bit, which ones repeat it, and the command that does so once more; nothing for what has no code. */
export function useReproductionFacts({ id: runId, tags, run }: RunRow): readonly (readonly [string, ReactNode])[] {
  const experimentId = run.info.experiment_id;
  const hasCode = tags.has('mlflow.source.git.commit') || tags.get('mlflow.source.type') === 'PROJECT';
  const again = useReproductions(hasCode ? experimentId : undefined, runId).data ?? [];
  const original = tags.get(REPRODUCES_TAG);
  const command = `barograph reproduce ${runId}`;
  return [
    ['Reproduces', original && <NamedRun key="original" runId={original} experimentId={experimentId} />],
    [
      'Reproduced by',
      again.length > 0 &&
        again.map((one, index) => (
          <span key={one.id}>
            {index > 0 && ', '}
            <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId, runId: one.id }}>
              {one.name}
            </Link>
          </span>
        )),
    ],
    [
      'Command',
      hasCode && (
        <span key="command" title="Runs the same again and compares the metrics">
          <code>{command}</code> <CopyButton text={command} label="Copy the command" />
        </span>
      ),
    ],
  ];
}
