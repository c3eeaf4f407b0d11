import { Link } from '@tanstack/react-router';
import { EmptyState } from '@/shared/ui/empty-state';

export function NotFound() {
  return (
    <EmptyState title="There is no such page">
      <Link to="/experiments">All experiments</Link>
    </EmptyState>
  );
}
