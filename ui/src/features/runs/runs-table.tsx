import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { isMisunderstood } from '@/api/error';
import { fieldsOf } from '@/api/runs/column-id';
import type { RunList } from '@/api/runs/run-list';
import { DataTable } from '@/shared/table/data-table';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { NoRuns } from './no-runs';
import { RunsStatus } from './runs-status';
import { SparkContext } from './spark-value';
import { toggled } from './toggled';
import { moved, useRunColumns } from './use-run-columns';
import type { KnownKeys } from './use-run-keys';
import { useRunSource } from './use-run-source';
import type { RunsView } from './use-runs-view';
import type { Selection } from './use-selection';
import { useSparks } from './use-sparks';
import { useTableColumns } from './use-table-columns';
import { useTopRuns } from './use-top-runs';

interface RunsTableProps {
  view: RunsView;
  keys: KnownKeys;
  list: RunList;
  selection: Selection;
  /** Whether runs stand below their parents. */
  nested: boolean;
}

/** The runs of an experiment, a row each, however many they are. */
export function RunsTable({ view, keys, list, selection, nested }: RunsTableProps) {
  const navigate = useNavigate();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { chosen, ids } = useRunColumns(view, keys);
  const fields = useMemo(() => fieldsOf(ids), [ids]);
  const inputs = ids.includes('dataset');
  const found = useRunSource({ list, fields, inputs, nested, open });
  const { source, sample, range, live } = found;
  const onTop = useTopRuns(view, list, fields, inputs);
  const onOpen = useCallback((id: string) => setOpen((old) => toggled(old, id)), []);
  const { columns, onHide, onPin, painter } = useTableColumns({
    view,
    ids,
    sample,
    selected: selection.ids,
    open,
    nested,
    onOpen,
  });
  const sparks = useMemo(() => view.sparks.filter((id) => ids.includes(id)), [view.sparks, ids]);
  const lines = useSparks({ source, range, onTop, columns: sparks, live });
  const { setColumns } = view;
  const onMove = useCallback(
    (id: string, before: string | undefined) => setColumns(moved(chosen, id, before)),
    [setColumns, chosen],
  );

  if (found.isPending) return <SkeletonRows />;
  if (found.error && source.loaded().length === 0) {
    if (view.search.filter && isMisunderstood(found.error)) return <EmptyState title="The filter cannot be read" />;
    return <ErrorState what="Runs could not be loaded" error={found.error} onRetry={found.retry} />;
  }
  if (found.isEmpty) return <NoRuns view={view} />;
  return (
    <SparkContext value={lines}>
      <DataTable
        label="Runs"
        columns={columns}
        rows={source}
        topRows={onTop}
        stale={found.stale}
        top={`${list.filter} ${list.orderBy} ${list.deleted}`}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        sort={view.sort}
        onSort={view.setSort}
        onMove={onMove}
        onRange={found.onRange}
        widths={view.widths}
        onWidths={view.setWidths}
        selected={selection.ids}
        onSelect={selection.select}
        all={{
          label: 'Select all runs of the list',
          selected: selection.isAll && !view.search.except,
          select: selection.selectAll,
        }}
        onOpen={(row) =>
          void navigate({
            to: '/experiments/$experimentId/runs/$runId',
            params: { experimentId: row.run.info.experiment_id, runId: row.id },
          })
        }
        rowKeys={{
          e: (row) => onHide(row.id),
          p: (row) => onPin(row.id),
          arrowright: (row) => row.children && !open.has(row.id) && onOpen(row.id),
          arrowleft: (row) => open.has(row.id) && onOpen(row.id),
        }}
      />
      <RunsStatus
        list={list}
        keys={keys}
        count={source.count}
        nested={nested}
        shown={ids.length}
        left={chosen.length - ids.length}
        failed={found.error !== null}
      />
      {painter}
    </SparkContext>
  );
}
