import { Link } from '@tanstack/react-router';
import type { Activity } from '@/api/runs/running-runs';
import type { Experiment } from '@/api/types';
import { plural } from '@/shared/format/number';
import { formatInstant } from '@/shared/format/time';
import type { Column } from '@/shared/table/column';
import { Moment } from '@/shared/ui/moment';
import { Status } from '@/shared/ui/status';
import { ExperimentMenu } from './experiment-menu';

function tagsOf(experiment: Experiment): string {
  return (experiment.tags ?? [])
    .filter((tag) => !tag.key.startsWith('mlflow.'))
    .map((tag) => `${tag.key}: ${tag.value}`)
    .join(', ');
}

function lostTitle({ lost, lostSince }: Activity): string {
  const last = `last ${formatInstant(lostSince)}`;
  return `${plural(lost, 'run')} whose process is not heard of any more, ${last}. It was killed, or cannot reach the server.`;
}

function Running({ activity }: { activity: Activity | undefined }) {
  if (!activity) return <span className="dim">—</span>;
  return (
    <span className="together">
      {activity.running > 0 && <Status value="RUNNING">{` ${activity.running}`}</Status>}
      {activity.lost > 0 && <Status value="LOST_CONTACT" title={lostTitle(activity)}>{` ${activity.lost}`}</Status>}
    </span>
  );
}

export function experimentColumns(deleted: boolean, activity: ReadonlyMap<string, Activity>): Column<Experiment>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: 380,
      sortable: true,
      pinned: true,
      cell: (row) => (
        <Link to="/experiments/$experimentId" params={{ experimentId: row.experiment_id }} title={row.name}>
          {row.name}
        </Link>
      ),
    },
    { id: 'experiment_id', header: 'Id', width: 80, numeric: true, sortable: true, cell: (row) => row.experiment_id },
    {
      id: 'creation_time',
      header: 'Created',
      width: 140,
      sortable: true,
      cell: (row) => <Moment ms={row.creation_time} />,
    },
    {
      id: 'last_update_time',
      header: 'Changed',
      width: 140,
      sortable: true,
      cell: (row) => <Moment ms={row.last_update_time} />,
    },
    {
      id: 'running',
      header: 'Now',
      width: 250,
      cell: (row) => <Running activity={activity.get(row.experiment_id)} />,
    },
    { id: 'tags', header: 'Tags', width: 280, cell: (row) => <span title={tagsOf(row)}>{tagsOf(row)}</span> },
    { id: 'menu', header: '', width: 60, cell: (row) => <ExperimentMenu experiment={row} deleted={deleted} /> },
  ];
}
