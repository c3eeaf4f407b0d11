import { Link } from '@tanstack/react-router';
import type { Experiment, ExperimentActivity } from '@/api/types';
import { SparkBars } from '@/shared/charts/spark-bars';
import { shownName } from '@/shared/format/name';
import { plural } from '@/shared/format/number';
import { formatInstant } from '@/shared/format/time';
import type { Column } from '@/shared/table/column';
import { Moment } from '@/shared/ui/moment';
import { Status } from '@/shared/ui/status';
import { ExperimentMenu } from './experiment-menu';
import { ownTags, summaryOf } from './experiment-tags';

function tagsOf(experiment: Experiment): string {
  return ownTags(experiment)
    .map(({ key, value }) => `${key}: ${value}`)
    .join(', ');
}

function lostTitle({ lost, lost_ms }: ExperimentActivity): string {
  const last = `last ${formatInstant(lost_ms ?? 0)}`;
  return `${plural(lost, 'run')} whose process is not heard of any more, ${last}. It was killed, or cannot reach the server.`;
}

function Running({ activity }: { activity: ExperimentActivity | undefined }) {
  if (!activity?.running && !activity?.lost) return <span className="dim">—</span>;
  return (
    <span className="together">
      {activity.running > 0 && <Status value="RUNNING">{` ${activity.running}`}</Status>}
      {activity.lost > 0 && <Status value="LOST_CONTACT" title={lostTitle(activity)}>{` ${activity.lost}`}</Status>}
    </span>
  );
}

/** Runs by the day on which they began: the last 30 days, today at the right. */
function LastDays({ activity }: { activity: ExperimentActivity | undefined }) {
  if (!activity) return null;
  const sum = activity.began.reduce((all, count) => all + count, 0);
  return (
    <SparkBars
      counts={activity.began}
      label={`${plural(sum, 'run')} began in the last ${activity.began.length} days`}
    />
  );
}

/** The columns of the list of experiments; those that tell what goes on stay empty until that is known. */
export function experimentColumns(
  deleted: boolean,
  activity: ReadonlyMap<string, ExperimentActivity>,
): Column<Experiment>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: 300,
      sortable: true,
      pinned: true,
      cell: (row) => (
        <Link to="/experiments/$experimentId" params={{ experimentId: row.experiment_id }} title={row.name}>
          {shownName(row.name)}
        </Link>
      ),
    },
    {
      id: 'menu',
      header: '',
      width: deleted ? 90 : 48,
      pinned: true,
      cell: (row) => <ExperimentMenu experiment={row} deleted={deleted} />,
    },
    {
      id: 'runs',
      header: 'Runs',
      width: 80,
      numeric: true,
      cell: (row) => activity.get(row.experiment_id)?.runs.toLocaleString('en'),
    },
    {
      id: 'days',
      header: 'Last 30 days',
      width: 142,
      cell: (row) => <LastDays activity={activity.get(row.experiment_id)} />,
    },
    {
      id: 'newest',
      header: 'Newest run',
      width: 112,
      cell: (row) => <Moment ms={activity.get(row.experiment_id)?.newest_ms} />,
    },
    {
      id: 'running',
      header: 'Now',
      width: 210,
      cell: (row) => <Running activity={activity.get(row.experiment_id)} />,
    },
    {
      id: 'description',
      header: 'Description',
      width: 260,
      cell: summaryOf,
      title: summaryOf,
    },
    { id: 'tags', header: 'Tags', width: 180, cell: tagsOf, title: tagsOf },
    {
      id: 'last_update_time',
      header: 'Changed',
      width: 112,
      sortable: true,
      cell: (row) => <Moment ms={row.last_update_time} />,
    },
    {
      id: 'creation_time',
      header: 'Created',
      width: 112,
      sortable: true,
      cell: (row) => <Moment ms={row.creation_time} />,
    },
    { id: 'experiment_id', header: 'Id', width: 80, numeric: true, sortable: true, cell: (row) => row.experiment_id },
  ];
}
