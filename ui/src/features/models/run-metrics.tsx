import { Link } from '@tanstack/react-router';
import { numberOf } from '@/api/number';
import type { RunRow } from '@/api/runs/run-row';
import { isSystemMetric } from '@/features/run/system-keys';
import { formatNumber } from '@/shared/format/number';
import { Section } from '@/shared/ui/section';

const SHOWN = 15;

/** The last values of the metrics of a version's run. */
export function RunMetrics({ row }: { row: RunRow }) {
  const metrics = (row.run.data?.metrics ?? [])
    .filter((metric) => !isSystemMetric(metric.key))
    .sort((a, b) => a.key.localeCompare(b.key));
  const more = metrics.length > SHOWN && (
    <Link
      to="/experiments/$experimentId/runs/$runId"
      params={{ experimentId: row.run.info.experiment_id, runId: row.id }}
    >
      Show all
    </Link>
  );
  return (
    <Section title="Metrics of its run" count={metrics.length} tools={more}>
      {metrics.length === 0 ? (
        <span className="dim">None logged.</span>
      ) : (
        <table className="table" aria-label="Metrics of its run">
          <tbody>
            {metrics.slice(0, SHOWN).map((metric) => (
              <tr key={metric.key}>
                <td>{metric.key}</td>
                <td className="number whole" title={String(metric.value)}>
                  {formatNumber(numberOf(metric.value))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
