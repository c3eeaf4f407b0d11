import { Button } from '@mantine/core';
import { EmptyState } from '@/shared/ui/empty-state';
import { Snippet } from '@/shared/ui/snippet';
import type { RunsView } from './use-runs-view';

function startOf(experimentId: string): string {
  return `import barograph

barograph.set_tracking_uri("${new URL('.', document.baseURI).href.replace(/\/$/, '')}")
barograph.set_experiment(experiment_id="${experimentId}")
with barograph.start_run():
    barograph.log_param("learning_rate", 0.01)
    barograph.log_metric("rmse", 118.4)`;
}

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
      <Snippet code={startOf(experimentId)} />
    </EmptyState>
  );
}
