import { Button } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useCreateModel } from '@/api/registered-models/create-model';
import { useSearchModels } from '@/api/registered-models/search-models';
import { parseSort, writeSort } from '@/shared/table/column';
import { DataTable } from '@/shared/table/data-table';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { Icon } from '@/shared/ui/icon';
import { Page } from '@/shared/ui/page';
import { SearchBox } from '@/shared/ui/search-box';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Snippet } from '@/shared/ui/snippet';
import { TextDialog } from '@/shared/ui/text-dialog';
import { Toolbar } from '@/shared/ui/toolbar';
import { modelColumns } from './model-columns';

const route = getRouteApi('/models');

const START = `import barograph

with barograph.start_run():
    barograph.sklearn.log_model(model, name="model", registered_model_name="MyModel")`;

/** Every registered model, with what is in production. */
export function ModelsPage() {
  const { q = '', order } = route.useSearch();
  const setSearch = route.useNavigate();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const create = useCreateModel();
  const sort = parseSort(order);
  const orderBy = sort ? `${sort.id} ${sort.descending ? 'DESC' : 'ASC'}` : 'name ASC';
  const query = useSearchModels({ name: q, orderBy });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.registered_models ?? []) ?? [], [query.data]);
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return (
    <Page
      title="Models"
      fill
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => setCreating(true)}>
          New model
        </Button>
      }
    >
      <Toolbar>
        <SearchBox
          live
          label="Search models"
          placeholder="Search by name"
          value={q}
          onSearch={(text) => void setSearch({ search: (old) => ({ ...old, q: text }), replace: true })}
        />
      </Toolbar>
      {query.isError && <ErrorState what="Models could not be loaded" error={query.error} onRetry={query.refetch} />}
      {query.isPending && <SkeletonRows />}
      {query.isSuccess && rows.length === 0 && q !== '' && <EmptyState title="No model has such a name" />}
      {query.isSuccess && rows.length === 0 && q === '' && (
        <EmptyState title="No registered models yet">
          <p>Register one from a run’s page, or while logging it:</p>
          <Snippet code={START} />
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Models"
          columns={modelColumns}
          rows={rows}
          rowId={(row) => row.name}
          rowLabel={(row) => row.name}
          sort={sort}
          onSort={(next) => void setSearch({ search: (old) => ({ ...old, order: writeSort(next) }) })}
          onOpen={(row) => void navigate({ to: '/models/$name', params: { name: row.name } })}
          onNearEnd={more}
        />
      )}
      {creating && (
        <TextDialog
          title="New model"
          label="Name"
          action="Create"
          onSubmit={(name) => create.mutateAsync(name)}
          onClose={() => setCreating(false)}
        />
      )}
    </Page>
  );
}
