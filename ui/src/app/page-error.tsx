import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorState } from '@/shared/ui/error-state';
import { Page } from '@/shared/ui/page';

/** What stands in for a page whose code failed. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const shown = error instanceof Error ? error : new Error(String(error));
  return (
    <Page title="Error">
      <ErrorState what="This page could not be shown" error={shown} onRetry={reset} />
    </Page>
  );
}
