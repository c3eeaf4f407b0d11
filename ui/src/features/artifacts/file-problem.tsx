import { Button } from '@mantine/core';
import { ApiError } from '@/api/error';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { nameOf } from './file-kind';

interface FileProblemProps {
  path: string;
  error: Error;
  onRetry: () => void;
  /** Show the file as text instead, where that may help. */
  onText?: () => void;
}

/** Why a file is not shown: it is gone, it is no such file, or reading it failed. */
export function FileProblem({ path, error, onRetry, onText }: FileProblemProps) {
  const name = nameOf(path);
  if (error instanceof ApiError && error.status === 404) {
    return (
      <EmptyState title={`${name} is not there`}>
        <p>It was never logged under this path, or it was deleted since.</p>
        <Button variant="default" onClick={onRetry}>
          Look again
        </Button>
      </EmptyState>
    );
  }
  if (error instanceof ApiError && error.status === 400) {
    return (
      <EmptyState title={`${name} cannot be shown this way`}>
        <p className="dim">{error.message}</p>
        {onText && (
          <Button variant="default" onClick={onText}>
            Show it as text
          </Button>
        )}
      </EmptyState>
    );
  }
  return <ErrorState what={`${name} could not be read`} error={error} onRetry={onRetry} />;
}
