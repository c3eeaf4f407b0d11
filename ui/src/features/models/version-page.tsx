import { Button, SegmentedControl } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useDeleteVersion } from '@/api/model-versions/delete-version';
import { useModelVersion } from '@/api/model-versions/get-version';
import { useRun } from '@/api/runs/get-run';
import { rowOf } from '@/api/runs/run-row';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { Page } from '@/shared/ui/page';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Toolbar } from '@/shared/ui/toolbar';
import { VersionOverview } from './version-overview';

const LineageOfRun = lazy(() => import('@/features/lineage/lineage-of-run'));
const route = getRouteApi('/models/$name/versions/$version');

const TABS = [
  { value: 'overview', label: 'Overview' },
  { value: 'lineage', label: 'Lineage' },
];

/** One version of a registered model: where it comes from, what it takes, how it is loaded, what happened to it. */
export function VersionPage() {
  const { name, version } = route.useParams();
  const { tab = 'overview' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useModelVersion(name, version);
  if (query.isError) {
    return (
      <Page title={`Version ${version}`} crumbs={<Link to="/models">Models</Link>}>
        <ErrorState what="The version could not be loaded" error={query.error} onRetry={query.refetch} />
      </Page>
    );
  }
  return (
    <Page
      title={`Version ${version}`}
      crumbs={
        <>
          <Link to="/models">Models</Link>
          <span aria-hidden="true">/</span>
          <Link to="/models/$name" params={{ name }}>
            {name}
          </Link>
        </>
      }
      actions={<DeleteVersion name={name} version={version} />}
    >
      <Toolbar>
        <SegmentedControl
          aria-label="View"
          data={TABS}
          value={tab}
          onChange={(value) => void navigate({ search: { tab: value === 'overview' ? undefined : value } })}
        />
      </Toolbar>
      {query.data === undefined && <SkeletonRows />}
      {query.data && tab === 'overview' && <VersionOverview version={query.data} />}
      {query.data && tab === 'lineage' && (
        <Lineage runId={query.data.run_id ?? ''} current={`version ${name} ${version}`} />
      )}
    </Page>
  );
}

function Lineage({ runId, current }: { runId: string; current: string }) {
  return runId === '' ? (
    <EmptyState title="No lineage">
      <p>The version was registered from files, without a run that made them.</p>
    </EmptyState>
  ) : (
    <RunLineage runId={runId} current={current} />
  );
}

function RunLineage({ runId, current }: { runId: string; current: string }) {
  const run = useRun(runId);
  const row = useMemo(() => run.data && rowOf(run.data), [run.data]);
  if (run.isError) return <ErrorState what="Its run could not be loaded" error={run.error} onRetry={run.refetch} />;
  return (
    <Suspense fallback={<SkeletonRows rows={4} />}>
      {row ? <LineageOfRun row={row} current={current} /> : <SkeletonRows rows={4} />}
    </Suspense>
  );
}

function DeleteVersion({ name, version }: { name: string; version: string }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const remove = useDeleteVersion();
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {asking && (
        <ConfirmDialog
          title={`Delete version ${version} for good?`}
          action="Delete"
          danger
          onConfirm={async () => {
            await navigate({ to: '/models/$name', params: { name }, replace: true });
            await remove.mutateAsync({ name, version });
          }}
          onClose={() => setAsking(false)}
        >
          Its aliases go with it, and its number is never used again. The logged model and the run stay.
        </ConfirmDialog>
      )}
    </>
  );
}
