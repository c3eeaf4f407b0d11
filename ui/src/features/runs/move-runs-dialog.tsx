import { deleteRun } from '@/api/runs/delete-runs';
import { restoreRun } from '@/api/runs/restore-runs';
import { plural } from '@/shared/format/number';
import { BulkDialog } from './bulk-dialog';

interface MoveRunsDialogProps {
  runIds: readonly string[];
  /** Whether the runs are deleted, and are to be restored. */
  deleted: boolean;
  onClose: (done: boolean) => void;
}

/** Deletes or restores many runs. */
export default function MoveRunsDialog({ runIds, deleted, onClose }: MoveRunsDialogProps) {
  const verb = deleted ? 'Restore' : 'Delete';
  return (
    <BulkDialog
      title={`${verb} ${plural(runIds.length, 'run')}?`}
      action={verb}
      danger={!deleted}
      runIds={runIds}
      work={deleted ? restoreRun : deleteRun}
      onClose={onClose}
    >
      {deleted ? 'They come back to the list.' : 'They leave the list, and can be restored from “Deleted runs”.'}
    </BulkDialog>
  );
}
