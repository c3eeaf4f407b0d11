import { Button } from '@mantine/core';
import styles from './states.module.css';

interface ErrorStateProps {
  /** What failed, in a few words: "Runs could not be loaded". */
  what: string;
  error: Error;
  onRetry?: () => void;
}

/** A failure: what was tried, what the server said, and a way to try again. */
export function ErrorState({ what, error, onRetry }: ErrorStateProps) {
  return (
    <div className={styles.error} role="alert">
      <div>
        <strong>{what}</strong>
        <p>{error.message}</p>
      </div>
      {onRetry && (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
