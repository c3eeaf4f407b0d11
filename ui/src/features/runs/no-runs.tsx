import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { EmptyState } from '@/shared/ui/empty-state';
import type { RunsView } from './use-runs-view';

const LogCode = lazy(() => import('@/features/experiments/log-code'));

/** What stands where runs would be. */
export function NoRuns({ view }: { view: RunsView }) {
  const { search, deleted, change, experimentId } = view;
  if (search.filter || search.status || search.time) {
    return (
      <EmptyState title="No run matches">
        <Button variant="default" onClick={() => change({ filter: undefined, status: undefined, time: undefined })}>
          Clear the filter
        </Button>
      </EmptyState>
    );
  }
  if (deleted) return <EmptyState title="No deleted runs" />;
  return (
    <EmptyState title="No runs yet">
      <p>A script logs one:</p>
      <Suspense>
        <LogCode into={{ id: experimentId }} />
      </Suspense>
    </EmptyState>
  );
}
