import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { dropDraft } from './draft';
import styles from './report.module.css';

/** Says that changes were begun here and not saved; they can be taken up or dropped. */
export function DraftNote({ reportId, onDrop }: { reportId: string; onDrop: () => void }) {
  const navigate = useNavigate();
  return (
    <div className={styles.draft} role="status">
      <span>This browser kept changes of yours that are not saved.</span>
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => void navigate({ to: '/reports/$reportId', params: { reportId }, search: { edit: '1' } })}
      >
        Go on writing
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        onClick={() => {
          dropDraft(reportId);
          onDrop();
        }}
      >
        Drop them
      </Button>
    </div>
  );
}
