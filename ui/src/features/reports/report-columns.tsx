import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReportEntry } from '@/api/types';
import type { Column } from '@/shared/table/column';
import { Icon } from '@/shared/ui/icon';
import { Moment } from '@/shared/ui/moment';
import { ExperimentName } from './experiment-name';

export function reportColumns(onDelete: (report: ReportEntry) => void): Column<ReportEntry>[] {
  return [
    {
      id: 'title',
      header: 'Title',
      width: 460,
      pinned: true,
      cell: (row) => (
        <Link to="/reports/$reportId" params={{ reportId: row.report_id }} title={row.title}>
          {row.title}
        </Link>
      ),
    },
    {
      id: 'experiment_id',
      header: 'Experiment',
      width: 260,
      cell: (row) =>
        row.experiment_id ? <ExperimentName experimentId={row.experiment_id} /> : <span className="dim">—</span>,
    },
    { id: 'updated_ms', header: 'Changed', width: 140, cell: (row) => <Moment ms={row.updated_ms} /> },
    { id: 'created_ms', header: 'Created', width: 140, cell: (row) => <Moment ms={row.created_ms} /> },
    {
      id: 'menu',
      header: '',
      width: 60,
      cell: (row) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          onClick={() => onDelete(row)}
          aria-label={`Delete the report ${row.title}`}
          title="Delete…"
        >
          <Icon name="close" />
        </ActionIcon>
      ),
    },
  ];
}
