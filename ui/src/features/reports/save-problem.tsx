import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import styles from './report.module.css';

interface SaveProblemProps {
  reportId: string;
  error: Error;
  /** Saves nevertheless; given where somebody else has saved meanwhile. */
  onOver?: () => Promise<void>;
}

/** Why a report was not saved, and what can be done. What was written stays. */
export function SaveProblem({ reportId, error, onOver }: SaveProblemProps) {
  return (
    <div className={`${styles.draft} ${styles.conflict}`} role="alert">
      <span>
        <strong>Not saved.</strong> {error.message}
      </span>
      {onOver && (
        <>
          <Link to="/reports/$reportId" params={{ reportId }} target="_blank">
            Read what is saved now
          </Link>
          <Button size="compact-xs" variant="default" onClick={() => void onOver()}>
            Save mine over it
          </Button>
        </>
      )}
    </div>
  );
}
