import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { isOpen } from '@/api/jobs/job-of-run';
import type { ProjectJob } from '@/api/types';
import { formatDuration } from '@/shared/format/time';
import type { Column } from '@/shared/table/column';
import { Icon } from '@/shared/ui/icon';
import { Moment } from '@/shared/ui/moment';
import { JobStateMark } from './job-state';

const NONE = <span className="dim">—</span>;

export function jobColumns(onCancel: (job: ProjectJob) => void): Column<ProjectJob>[] {
  return [
    {
      id: 'run',
      header: 'Run',
      width: 190,
      pinned: true,
      cell: (job) => (
        <Link
          to="/experiments/$experimentId/runs/$runId"
          params={{ experimentId: job.experiment_id, runId: job.run_id }}
          title={job.run_name}
        >
          {job.run_name}
        </Link>
      ),
    },
    { id: 'state', header: 'State', width: 110, cell: (job) => <JobStateMark job={job} /> },
    {
      id: 'menu',
      header: '',
      width: 44,
      cell: (job) =>
        isOpen(job) &&
        !job.cancel_requested && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            onClick={() => onCancel(job)}
            aria-label={`Cancel the job of ${job.run_name}`}
            title="Cancel…"
          >
            <Icon name="close" />
          </ActionIcon>
        ),
    },
    { id: 'queue', header: 'Queue', width: 110, cell: (job) => job.queue },
    { id: 'place', header: 'Place', width: 64, numeric: true, cell: (job) => job.place ?? NONE },
    {
      id: 'project',
      header: 'Project',
      width: 270,
      cell: (job) => (
        <span title={job.uri}>{job.entry_point === 'main' ? job.uri : `${job.uri} ${job.entry_point}`}</span>
      ),
    },
    { id: 'agent', header: 'Agent', width: 120, cell: (job) => job.agent_name ?? NONE },
    { id: 'created', header: 'Enqueued', width: 110, cell: (job) => <Moment ms={job.created_ms} /> },
    { id: 'took', header: 'Took', width: 84, numeric: true, cell: (job) => took(job) ?? NONE },
    {
      id: 'message',
      header: 'Message',
      width: 220,
      title: (job) => job.message ?? undefined,
      cell: (job) => firstLine(job),
    },
  ];
}

function took({ started_ms: started, ended_ms: ended }: ProjectJob) {
  return started && ended && ended >= started ? formatDuration(ended - started) : undefined;
}

function firstLine({ message }: ProjectJob) {
  return <span className="dim">{(message ?? '').split('\n')[0]}</span>;
}
