import { Button, SegmentedControl } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useCreateExperiment } from '@/api/experiments/create-experiment';
import { useExperimentActivity } from '@/api/experiments/experiment-activity';
import { useSearchExperiments } from '@/api/experiments/search-experiments';
import { useLive } from '@/api/live';
import type { ExperimentsFound } from '@/api/types';
import { parseSort, type Sort, writeSort } from '@/shared/table/column';
import { DataTable } from '@/shared/table/data-table';
import { ErrorState } from '@/shared/ui/error-state';
import { Icon } from '@/shared/ui/icon';
import { Page } from '@/shared/ui/page';
import { SearchBox } from '@/shared/ui/search-box';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { TextDialog } from '@/shared/ui/text-dialog';
import { Toolbar } from '@/shared/ui/toolbar';
import { experimentColumns } from './experiment-columns';
import { NoExperiments } from './no-experiments';

const route = getRouteApi('/experiments');

function orderBy(sort: Sort | undefined): string {
  return sort ? `${sort.id} ${sort.descending ? 'DESC' : 'ASC'}` : 'last_update_time DESC';
}

const EVERYTHING = ['experiments'] as const;

function idPages(pages: readonly ExperimentsFound[] = []): string[][] {
  return pages.map(({ experiments = [] }) => experiments.map((each) => each.experiment_id));
}

/** Every experiment: found by name, created, renamed, deleted and restored here. */
export function ExperimentsPage() {
  const { q = '', order, deleted } = route.useSearch();
  const setSearch = route.useNavigate();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const create = useCreateExperiment();
  const sort = parseSort(order);
  const query = useSearchExperiments({ name: q, orderBy: orderBy(sort), deleted: deleted === '1' });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.experiments ?? []) ?? [], [query.data]);
  const ids = useMemo(() => idPages(query.data?.pages), [query.data]);
  useLive({ lists: EVERYTHING });
  const activity = useExperimentActivity(ids, deleted === '1');
  const columns = useMemo(() => experimentColumns(deleted === '1', activity), [deleted, activity]);
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);

  return (
    <Page
      title="Experiments"
      fill
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => setCreating(true)}>
          New experiment
        </Button>
      }
    >
      <Toolbar>
        <SearchBox
          live
          label="Search experiments"
          placeholder="Search by name"
          value={q}
          onSearch={(text) => void setSearch({ search: (old) => ({ ...old, q: text }), replace: true })}
        />
        <SegmentedControl
          aria-label="Which experiments"
          data={[
            { value: '0', label: 'Active' },
            { value: '1', label: 'Deleted' },
          ]}
          value={deleted ?? '0'}
          onChange={(value) =>
            void setSearch({ search: (old) => ({ ...old, deleted: value === '1' ? '1' : undefined }) })
          }
        />
      </Toolbar>
      {query.isError && (
        <ErrorState what="Experiments could not be loaded" error={query.error} onRetry={query.refetch} />
      )}
      {query.isPending && <SkeletonRows />}
      {query.isSuccess && rows.length === 0 && <NoExperiments searched={q !== ''} deleted={deleted === '1'} />}
      {rows.length > 0 && (
        <DataTable
          label="Experiments"
          columns={columns}
          rows={rows}
          rowId={(row) => row.experiment_id}
          rowLabel={(row) => row.name}
          sort={sort}
          onSort={(next) => void setSearch({ search: (old) => ({ ...old, order: writeSort(next) }) })}
          onOpen={(row) =>
            void navigate({ to: '/experiments/$experimentId', params: { experimentId: row.experiment_id } })
          }
          onNearEnd={more}
        />
      )}
      {creating && (
        <TextDialog
          title="New experiment"
          label="Name"
          action="Create"
          onSubmit={(name) => create.mutateAsync(name)}
          onClose={() => setCreating(false)}
        />
      )}
    </Page>
  );
}
