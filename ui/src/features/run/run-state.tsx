import { lostSince } from '@/api/runs/run-clock';
import type { RunRow } from '@/api/runs/run-row';
import { formatInstant, formatMoment } from '@/shared/format/time';
import { Status } from '@/shared/ui/status';

interface RunStateProps {
  row: Pick<RunRow, 'run' | 'contact'>;
  /** Whether there is room to say since when contact is lost; it is told on hover and to screen readers anyway. */
  roomy?: boolean;
}

/** The state of a run. One that runs, but whose processes have fallen silent, has lost contact. */
export function RunState({ row, roomy = false }: RunStateProps) {
  const since = lostSince(row);
  if (since === undefined) return <Status value={row.run.info.status} />;
  const explained = `Nothing heard of the run's process since ${formatInstant(since)}. It was killed, or cannot reach the server.`;
  return (
    <Status value="LOST_CONTACT" title={explained}>
      <span className={roomy ? 'dim' : 'hidden'}> since {roomy ? formatMoment(since) : formatInstant(since)}</span>
    </Status>
  );
}
