import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Purging } from '@/api/trash/purge-trash';
import { useRestoreFromTrash } from '@/api/trash/restore-from-trash';
import { plural } from '@/shared/format/number';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';

interface TrashActionsProps {
  ids: string[];
  ofRuns: boolean;
  onPurge: (purging: Purging) => void;
  onDone: () => void;
}

/** What can be done with what is selected. */
export function TrashActions({ ids, ofRuns, onPurge, onDone }: TrashActionsProps) {
  const [asking, setAsking] = useState(false);
  const restore = useRestoreFromTrash();
  const chosen = { experimentIds: ofRuns ? [] : ids, runIds: ofRuns ? ids : [] };
  return (
    <>
      <span className="dim">{ids.length} selected</span>
      <Button variant="default" onClick={() => setAsking(true)}>
        Restore
      </Button>
      <Button variant="default" c="red" onClick={() => onPurge(chosen)}>
        Delete for good…
      </Button>
      {asking && (
        <ConfirmDialog
          title={`Restore ${plural(ids.length, ofRuns ? 'run' : 'experiment')}?`}
          action="Restore"
          onConfirm={async () => {
            await restore.mutateAsync(chosen);
            onDone();
          }}
          onClose={() => setAsking(false)}
        >
          {ofRuns ? 'They come back to their experiments.' : 'They come back with all their runs.'}
        </ConfirmDialog>
      )}
    </>
  );
}
