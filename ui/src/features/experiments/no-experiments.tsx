import { EmptyState } from '@/shared/ui/empty-state';
import { Snippet } from '@/shared/ui/snippet';

const START = `import barograph

barograph.set_tracking_uri("${new URL('.', document.baseURI).href.replace(/\/$/, '')}")
barograph.set_experiment("my-experiment")
with barograph.start_run():
    barograph.log_param("learning_rate", 0.01)
    barograph.log_metric("rmse", 118.4)`;

export function NoExperiments({ searched, deleted }: { searched: boolean; deleted: boolean }) {
  if (searched) return <EmptyState title="No experiment has such a name" />;
  if (deleted) return <EmptyState title="No deleted experiments" />;
  return (
    <EmptyState title="No experiments yet">
      <p>A script makes one:</p>
      <Snippet code={START} />
    </EmptyState>
  );
}
