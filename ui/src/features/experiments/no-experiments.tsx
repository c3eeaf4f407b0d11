import { EmptyState } from '@/shared/ui/empty-state';
import LogCode from './log-code';

export function NoExperiments({ searched, deleted }: { searched: boolean; deleted: boolean }) {
  if (searched) return <EmptyState title="No experiment has such a name" />;
  if (deleted) return <EmptyState title="No deleted experiments" />;
  return (
    <EmptyState title="No experiments yet">
      <p>A script makes one:</p>
      <LogCode into={{ name: 'my-experiment' }} />
    </EmptyState>
  );
}
