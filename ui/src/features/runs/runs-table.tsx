import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { isMisunderstood } from '@/api/error';
import type { RunList } from '@/api/runs/run-list';
import { colorsOf } from '@/shared/charts/palette';
import { plural } from '@/shared/format/number';
import { DataTable } from '@/shared/table/data-table';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { fieldsOf } from './column-id';
import { nameColumn } from './name-column';
import { NoRuns } from './no-runs';
import { runColumn } from './run-columns';
import { toggled } from './toggled';
import { moved, useRunColumns } from './use-run-columns';
import type { KnownKeys } from './use-run-keys';
import { useRunSource } from './use-run-source';
import type { RunsView } from './use-runs-view';

interface RunsTableProps {
  view: RunsView;
  keys: KnownKeys;
  list: RunList;
  /** Whether runs stand below their parents. */
  nested: boolean;
}

/** The runs of an experiment, a row each, however many they are. */
export function RunsTable({ view, keys, list, nested }: RunsTableProps) {
  const navigate = useNavigate();
  const { selected, hidden, hide, pinned, setColumns } = view;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { chosen, ids } = useRunColumns(view, keys);
  const fields = useMemo(() => fieldsOf(ids), [ids]);
  const inputs = ids.includes('dataset');
  const found = useRunSource({ list, fields, inputs, nested, open });
  const { source, sample } = found;
  const colors = useMemo(() => colorsOf([...selected]), [selected]);
  const onOpen = useCallback((id: string) => setOpen((old) => toggled(old, id)), []);
  const onHide = useCallback((id: string) => hide(toggled(hidden, id)), [hide, hidden]);
  const columns = useMemo(() => {
    const name = nameColumn({ colors, hidden, open, nested, onOpen, onHide });
    const shown = ids.flatMap((id) => {
      const column = runColumn(id, sample);
      return column ? [pinned.includes(id) ? { ...column, pinned: true, group: undefined } : column] : [];
    });
    return [name, ...shown];
  }, [ids, sample, pinned, colors, hidden, open, nested, onOpen, onHide]);
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
  const total = nested
    ? `${plural(source.count, 'row')}, nested runs below their parents`
    : plural(source.count, 'run');
  return (
    <DataTable
      label="Runs"
      columns={columns}
      rows={source}
      stale={found.stale}
      top={`${list.filter} ${list.orderBy} ${list.deleted}`}
      rowId={(row) => row.id}
      rowLabel={(row) => row.name}
      sort={view.sort}
      onSort={view.setSort}
      onMove={onMove}
      onRange={found.onRange}
      selected={selected}
      onSelect={view.select}
      onOpen={(row) =>
        void navigate({
          to: '/experiments/$experimentId/runs/$runId',
          params: { experimentId: row.run.info.experiment_id, runId: row.id },
        })
      }
      rowKeys={{
        e: (row) => onHide(row.id),
        arrowright: (row) => row.children && !open.has(row.id) && onOpen(row.id),
        arrowleft: (row) => open.has(row.id) && onOpen(row.id),
      }}
      footer={found.error ? `${total}, of which some could not be loaded.` : total}
    />
  );
}
