import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCreateReport } from '@/api/reports/change-reports';
import type { RunList } from '@/api/runs/run-list';
import { useRunColumns } from '@/features/runs/use-run-columns';
import type { KnownKeys } from '@/features/runs/use-run-keys';
import type { RunsView } from '@/features/runs/use-runs-view';
import { TextDialog } from '@/shared/ui/text-dialog';
import { bodyOfView } from './body-of-view';

interface ReportFromViewProps {
  view: RunsView;
  keys: KnownKeys;
  list: RunList;
  /** What the report is called unless it gets another title. */
  name: string;
}

/** Begins a report with what an experiment shows: the selected runs, or the query as it is. */
export function ReportFromView({ view, keys, list, name }: ReportFromViewProps) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const create = useCreateReport();
  const { ids } = useRunColumns(view, keys);
  if (view.deleted) return null;

  async function begin(title: string) {
    const { experimentId, search, selected } = view;
    const body = bodyOfView({ search, ids, metrics: keys.names.metrics, runIds: [...selected], list });
    const { report_id: reportId } = await create.mutateAsync({ title, body, experimentId });
    await navigate({ to: '/reports/$reportId', params: { reportId }, search: { edit: '1' } });
  }

  return (
    <>
      <Button
        variant="default"
        disabled={keys.isPending}
        title="Begin a report with the runs that are selected, or with this view"
        onClick={() => setAsking(true)}
      >
        Report…
      </Button>
      {asking && (
        <TextDialog
          title="New report"
          label="Title"
          action="Begin"
          initial={name}
          onSubmit={begin}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
