import { Link } from '@tanstack/react-router';
import { EmptyState } from '@/shared/ui/empty-state';
import { Page } from '@/shared/ui/page';

export function NotFound() {
  return (
    <Page title="No such page">
      <EmptyState title="There is no such page">
        <Link to="/experiments">All experiments</Link>
      </EmptyState>
    </Page>
  );
}
