import { durationOf, lostSince, pausedOf, pausesOf } from '@/api/runs/run-clock';
import type { RunRow } from '@/api/runs/run-row';
import { plural } from '@/shared/format/number';
import { formatDuration, formatInstant } from '@/shared/format/time';
import { CopyButton } from '@/shared/ui/copy-button';
import { Facts } from '@/shared/ui/facts';

/** When, how long and by whom a run was made, and where its files are. */
export function RunFacts({ row }: { row: RunRow }) {
  const { run, tags } = row;
  const { info } = run;
  const duration = durationOf(row);
  const lost = lostSince(row);
  return (
    <Facts
      facts={[
        [
          info.status === 'SCHEDULED' ? 'Enqueued' : 'Started',
          info.start_time ? formatInstant(info.start_time) : undefined,
        ],
        ['Ended', info.status !== 'RUNNING' && info.end_time ? formatInstant(info.end_time) : undefined],
        ['Last heard of', lost === undefined ? undefined : formatInstant(lost)],
        ['Duration', duration === undefined ? undefined : formatDuration(duration)],
        ['Paused', pausesOf(row).length > 0 && <Pauses row={row} />],
        ['User', info.user_id || tags.get('mlflow.user')],
        [
          'Artifacts',
          info.artifact_uri && (
            <>
              <code>{info.artifact_uri}</code>{' '}
              <CopyButton text={info.artifact_uri} label="Copy the artifact location" />
            </>
          ),
        ],
      ]}
    />
  );
}

function Pauses({ row }: { row: RunRow }) {
  const pauses = pausesOf(row);
  const listed = pauses.map(({ from, to }) => `${formatInstant(from)} to ${formatInstant(to)}`).join('\n');
  return (
    <span title={listed}>
      {formatDuration(pausedOf(row))} in {plural(pauses.length, 'pause')}
    </span>
  );
}
