import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { isMisunderstood } from '@/api/error';
import type { RunRow } from '@/api/runs/run-row';
import type { useSearchRuns } from '@/api/runs/search-runs';
import { colorsOf } from '@/shared/charts/palette';
import { plural } from '@/shared/format/number';
import { DataTable } from '@/shared/table/data-table';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { NoRuns } from './no-runs';
import { availableColumns, defaultColumnIds, nameColumn } from './run-columns';
import type { RunsView } from './use-runs-view';

interface RunsTableProps {
  view: RunsView;
  rows: RunRow[];
  query: ReturnType<typeof useSearchRuns>;
  onNearEnd: () => void;
}

/** The runs of an experiment, a row each. */
export function RunsTable({ view, rows, query, onNearEnd }: RunsTableProps) {
  const navigate = useNavigate();
  const { columns: chosen, selected } = view;
  const colors = useMemo(() => colorsOf([...selected]), [selected]);
  const columns = useMemo(() => {
    const available = availableColumns(rows);
    const ids = new Set(chosen ?? defaultColumnIds(available));
    return [nameColumn(colors), ...available.filter((column) => ids.has(column.id))];
  }, [rows, chosen, colors]);

  if (query.isPending) return <SkeletonRows />;
  if (query.isError && rows.length === 0) {
    if (view.search.filter && isMisunderstood(query.error)) return <EmptyState title="The filter cannot be read" />;
    return <ErrorState what="Runs could not be loaded" error={query.error} onRetry={query.refetch} />;
  }
  if (rows.length === 0) return <NoRuns view={view} />;
  return (
    <DataTable
      label="Runs"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      rowLabel={(row) => row.name}
      sort={view.sort}
      onSort={view.setSort}
      selected={selected}
      onSelect={view.select}
      onOpen={(row) =>
        void navigate({
          to: '/experiments/$experimentId/runs/$runId',
          params: { experimentId: row.run.info.experiment_id, runId: row.id },
        })
      }
      onNearEnd={onNearEnd}
      footer={
        query.isFetchNextPageError
          ? 'More runs could not be loaded.'
          : query.hasNextPage
            ? `${plural(rows.length, 'run')} loaded, more follow…`
            : plural(rows.length, 'run')
      }
    />
  );
}
