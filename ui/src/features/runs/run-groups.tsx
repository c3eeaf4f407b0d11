import { useMemo, useState } from 'react';
import { numberOf } from '@/api/number';
import { quotedText } from '@/api/quoting';
import { fieldText, readColumnId } from '@/api/runs/column-id';
import { useGroupRuns } from '@/api/runs/group-runs';
import type { RunList } from '@/api/runs/run-list';
import type { RunGroup } from '@/api/types';
import { formatNumber, plural } from '@/shared/format/number';
import { type Column, type Sort, widthOf } from '@/shared/table/column';
import { DataTable } from '@/shared/table/data-table';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { sortedGroups } from './group-order';
import { NoRuns } from './no-runs';
import { columnTitle } from './run-columns';
import styles from './run-groups.module.css';
import { useRunColumns } from './use-run-columns';
import type { KnownKeys } from './use-run-keys';
import type { RunsView } from './use-runs-view';

interface RunGroupsProps {
  view: RunsView;
  keys: KnownKeys;
  list: RunList;
  /** Id of the column whose values make the groups. */
  by: string;
}

/** Runs that are alike in one thing, a row a group: how many they are, and the mean of each metric that is shown. */
export function RunGroups({ view, keys, list, by }: RunGroupsProps) {
  const { ids } = useRunColumns(view, keys);
  const [sort, setSort] = useState<Sort>();
  const metrics = useMemo(
    () => [...new Set(ids.flatMap((id) => (readColumnId(id).kind === 'metrics' ? [id] : [])))],
    [ids],
  );
  const flat = useMemo(() => ({ ...list, rootsOnly: false }), [list]);
  const query = useGroupRuns(flat, [fieldText(by)], metrics.map(fieldText));
  const columns = useMemo(() => groupColumns(by, metrics, view), [by, metrics, view]);
  const rows = useMemo(() => sortedGroups(query.data?.groups ?? [], metrics, sort), [query.data, metrics, sort]);

  if (query.isPending) return <SkeletonRows />;
  if (query.isError && query.data === undefined)
    return <ErrorState what="The groups could not be loaded" error={query.error} onRetry={query.refetch} />;
  if (rows.length === 0) return <NoRuns view={view} />;
  const { group_count: count } = query.data;
  return (
    <DataTable
      label="Groups"
      columns={columns}
      rows={rows}
      rowId={groupId}
      rowLabel={(group) => String(group.values[0])}
      sort={sort}
      onSort={setSort}
      stale={query.isPlaceholderData}
      footer={count > rows.length ? `The ${rows.length} largest of ${plural(count, 'group')}` : plural(count, 'group')}
    />
  );
}

function groupId({ values }: RunGroup): string {
  return JSON.stringify(values[0] ?? null);
}

function groupColumns(by: string, metrics: readonly string[], view: RunsView): Column<RunGroup>[] {
  const { header } = columnTitle(by);
  return [
    {
      id: 'value',
      header,
      width: 240,
      sortable: true,
      pinned: true,
      fixed: true,
      cell: ({ values }) => <GroupValue by={by} value={values[0] ?? null} view={view} />,
    },
    { id: 'n', header: 'Runs', width: 90, numeric: true, sortable: true, cell: ({ n }) => n.toLocaleString('en') },
    ...metrics.map((id, place) => ({
      id,
      header: columnTitle(id).header,
      group: 'Mean ± std',
      width: widthOf([columnTitle(id).header, '0.00000 ± 0.000']),
      numeric: true,
      sortable: true,
      cell: (group: RunGroup) => {
        const { mean, std, n } = group.metrics?.[place] ?? { n: 0 };
        if (mean === null || mean === undefined) return <span className="dim">—</span>;
        const spread = std === null || std === undefined ? '' : ` ± ${numberOf(std).toPrecision(2)}`;
        return (
          <span title={`Mean of ${plural(n, 'value')}`}>
            {formatNumber(numberOf(mean))}
            <span className="dim">{spread}</span>
          </span>
        );
      },
    })),
  ];
}

/** The value that a group has in common; a press shows its runs. */
function GroupValue({ by, value, view }: { by: string; value: string | null; view: RunsView }) {
  const test = value === null ? `${fieldText(by)} IS NULL` : `${fieldText(by)} = ${quotedText(value)}`;
  const { filter } = view.search;
  return (
    <button
      type="button"
      className={styles.value}
      title="Show these runs"
      onClick={() => view.change({ group: undefined, filter: filter ? `${filter} and ${test}` : test })}
    >
      {value ?? <span className="dim">none</span>}
    </button>
  );
}
