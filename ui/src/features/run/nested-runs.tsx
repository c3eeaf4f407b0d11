import { Link } from '@tanstack/react-router';
import { childFilter, useChildRuns } from '@/api/runs/child-runs';
import { PARENT_TAG } from '@/api/runs/key-search';
import { durationOf } from '@/api/runs/run-clock';
import type { RunRow } from '@/api/runs/run-row';
import { plural } from '@/shared/format/number';
import { formatDuration } from '@/shared/format/time';
import { ErrorState } from '@/shared/ui/error-state';
import { Section } from '@/shared/ui/section';
import { NamedRun } from './named-run';
import { RunState } from './run-state';

/** The run above a run, and the last of those below it. */
export function NestedRuns({ row }: { row: RunRow }) {
  const parent = row.tags.get(PARENT_TAG);
  const { experiment_id: experimentId } = row.run.info;
  const below = useChildRuns(experimentId, row.id);
  const { rows = [], count = 0 } = below.data ?? {};
  if (below.isError && !below.data) {
    return <ErrorState what="Nested runs could not be loaded" error={below.error} onRetry={below.refetch} />;
  }
  if (parent === undefined && count === 0) return null;
  return (
    <Section title="Nested runs" count={count || undefined}>
      {parent !== undefined && (
        <p style={{ margin: '4px 0' }}>
          <span className="dim">Part of</span> <NamedRun runId={parent} experimentId={experimentId} />
        </p>
      )}
      {count > 0 && (
        <table className="table" aria-label="Runs below this one">
          <tbody>
            {rows.map((child) => (
              <tr key={child.id}>
                <td>
                  <Link
                    to="/experiments/$experimentId/runs/$runId"
                    params={{ experimentId: child.run.info.experiment_id, runId: child.id }}
                  >
                    {child.name}
                  </Link>
                </td>
                <td>
                  <RunState row={child} />
                </td>
                <td className="number dim">{formatDuration(durationOf(child) ?? Number.NaN)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {count > 0 && (
        <p style={{ margin: '6px 0 0' }}>
          <Link to="/experiments/$experimentId" params={{ experimentId }} search={{ filter: childFilter(row.id) }}>
            {count === 1 ? 'Show it in the experiment' : `Show and compare all ${plural(count, 'run')}`}
          </Link>
        </p>
      )}
    </Section>
  );
}
