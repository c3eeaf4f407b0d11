import { Button } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useCreateReport } from '@/api/reports/change-reports';
import { useReports } from '@/api/reports/list-reports';
import type { ReportEntry } from '@/api/types';
import { plural } from '@/shared/format/number';
import { DataTable } from '@/shared/table/data-table';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { Icon } from '@/shared/ui/icon';
import { Page } from '@/shared/ui/page';
import { SearchBox } from '@/shared/ui/search-box';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { TextDialog } from '@/shared/ui/text-dialog';
import { Toolbar } from '@/shared/ui/toolbar';
import { DeleteReport } from './delete-report';
import { reportColumns } from './report-columns';

const route = getRouteApi('/reports');

/** Every report: found by title, begun and deleted here. */
export function ReportsPage() {
  const { q = '' } = route.useSearch();
  const setSearch = route.useNavigate();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<ReportEntry>();
  const create = useCreateReport();
  const query = useReports();
  const columns = useMemo(() => reportColumns(setDeleting), []);
  const rows = useMemo(() => {
    const text = q.toLowerCase();
    return (query.data ?? []).filter((report) => report.title.toLowerCase().includes(text));
  }, [query.data, q]);

  async function begin(title: string) {
    const { report_id: reportId } = await create.mutateAsync({ title, body: '' });
    await navigate({ to: '/reports/$reportId', params: { reportId }, search: { edit: '1' } });
  }

  return (
    <Page
      title="Reports"
      fill
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => setCreating(true)}>
          New report
        </Button>
      }
    >
      <Toolbar>
        <SearchBox
          live
          label="Search reports"
          placeholder="Search by title"
          value={q}
          onSearch={(text) => void setSearch({ search: (old) => ({ ...old, q: text || undefined }), replace: true })}
        />
      </Toolbar>
      {query.isError && <ErrorState what="Reports could not be loaded" error={query.error} onRetry={query.refetch} />}
      {query.isPending && <SkeletonRows />}
      {query.isSuccess && rows.length === 0 && q !== '' && <EmptyState title="No report has such a title" />}
      {query.isSuccess && rows.length === 0 && q === '' && (
        <EmptyState title="No reports yet">
          <p>
            A report is a page of Markdown with charts and tables that stay up to date. Press New report here,
            <br />
            or open an experiment, filter or select runs, and press Report.
          </p>
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Reports"
          columns={columns}
          rows={rows}
          rowId={(row) => row.report_id}
          rowLabel={(row) => row.title}
          onOpen={(row) => void navigate({ to: '/reports/$reportId', params: { reportId: row.report_id } })}
          footer={plural(rows.length, 'report')}
        />
      )}
      {creating && (
        <TextDialog
          title="New report"
          label="Title"
          action="Begin"
          onSubmit={begin}
          onClose={() => setCreating(false)}
        />
      )}
      {deleting && <DeleteReport report={deleting} onClose={() => setDeleting(undefined)} />}
    </Page>
  );
}
