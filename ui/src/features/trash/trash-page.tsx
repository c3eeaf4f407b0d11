import { Button, SegmentedControl } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTrash } from '@/api/trash/get-trash';
import type { Purging } from '@/api/trash/purge-trash';
import { plural } from '@/shared/format/number';
import { DataTable } from '@/shared/table/data-table';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { Page } from '@/shared/ui/page';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Toolbar } from '@/shared/ui/toolbar';
import { listOf } from '@/shared/url/search-text';
import { PurgeDialog } from './purge-dialog';
import styles from './trash.module.css';
import { TrashActions } from './trash-actions';
import { experimentRow, experimentTrashColumns, runRow, runTrashColumns } from './trash-columns';

const route = getRouteApi('/trash');
const EVERYTHING: Purging = { experimentIds: [], runIds: [] };

/** What was deleted: restored from here, or deleted for good. */
export function TrashPage() {
  const { tab = 'experiments', selected } = route.useSearch();
  const navigate = route.useNavigate();
  const [purging, setPurging] = useState<Purging>();
  const trash = useTrash();
  const ofRuns = tab === 'runs';
  const rows = useMemo(
    () => (ofRuns ? (trash.data?.runs ?? []).map(runRow) : (trash.data?.experiments ?? []).map(experimentRow)),
    [trash.data, ofRuns],
  );
  const chosen = useMemo(() => {
    const ids = new Set(listOf(selected));
    return new Set(rows.map((row) => row.id).filter((id) => ids.has(id)));
  }, [selected, rows]);
  const experiments = trash.data?.experiment_count ?? 0;
  const runs = trash.data?.run_count ?? 0;
  const count = ofRuns ? runs : experiments;

  function select(ids: Set<string>) {
    void navigate({ search: (old) => ({ ...old, selected: [...ids].join(',') || undefined }), replace: true });
  }

  return (
    <Page
      title="Trash"
      fill
      actions={
        chosen.size > 0 ? (
          <TrashActions ids={[...chosen]} ofRuns={ofRuns} onPurge={setPurging} onDone={() => select(new Set())} />
        ) : (
          <Button variant="default" disabled={experiments + runs === 0} onClick={() => setPurging(EVERYTHING)}>
            Empty the trash…
          </Button>
        )
      }
    >
      <Toolbar>
        <SegmentedControl
          aria-label="What was deleted"
          data={[
            { value: 'experiments', label: `Experiments ${experiments}` },
            { value: 'runs', label: `Runs ${runs}` },
          ]}
          value={tab}
          onChange={(value) => void navigate({ search: { tab: value === 'runs' ? value : undefined } })}
        />
        <span className={styles.hint}>
          {ofRuns ? 'Runs that were deleted one by one.' : 'Experiments come back with all their runs.'}
        </span>
      </Toolbar>
      {trash.isPending && <SkeletonRows />}
      {trash.isError && (
        <ErrorState what="The trash could not be looked into" error={trash.error} onRetry={trash.refetch} />
      )}
      {trash.isSuccess && rows.length === 0 && (
        <EmptyState title={ofRuns ? 'No deleted runs' : 'No deleted experiments'}>
          <p>What is deleted stays here until it is restored or deleted for good.</p>
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label={ofRuns ? 'Deleted runs' : 'Deleted experiments'}
          columns={ofRuns ? runTrashColumns : experimentTrashColumns}
          rows={rows}
          rowId={(row) => row.id}
          rowLabel={(row) => row.name}
          selected={chosen}
          onSelect={select}
          footer={
            count > rows.length
              ? `The last ${rows.length.toLocaleString('en')} of ${count.toLocaleString('en')}`
              : plural(count, ofRuns ? 'run' : 'experiment')
          }
        />
      )}
      {purging && (
        <PurgeDialog purging={purging} onPurged={() => select(new Set())} onClose={() => setPurging(undefined)} />
      )}
    </Page>
  );
}
