import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDeleteRuns } from '@/api/runs/delete-runs';
import { useRestoreRuns } from '@/api/runs/restore-runs';
import { plural } from '@/shared/format/number';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import type { RunsView } from './use-runs-view';

/** What can be done with the selected runs. */
export function SelectionActions({ view }: { view: RunsView }) {
  const { selected, deleted, select } = view;
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const remove = useDeleteRuns();
  const restore = useRestoreRuns();
  const ids = [...selected];
  if (ids.length === 0) return null;
  const runs = plural(ids.length, 'run');
  const verb = deleted ? 'Restore' : 'Delete';

  async function confirm() {
    await (deleted ? restore : remove).mutateAsync(ids);
    select(new Set());
  }

  return (
    <>
      <span className="dim">{ids.length} selected</span>
      <Button variant="subtle" color="gray" onClick={() => select(new Set())}>
        Clear
      </Button>
      <Button variant="default" onClick={() => setAsking(true)}>
        {verb}
      </Button>
      {!deleted && (
        <Button
          disabled={ids.length < 2}
          onClick={() => void navigate({ to: '/compare', search: { runs: ids.join(',') } })}
        >
          Compare
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          title={`${verb} ${runs}?`}
          action={verb}
          danger={!deleted}
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        >
          {deleted ? 'They come back to the list.' : 'They leave the list, and can be restored from “Deleted runs”.'}
        </ConfirmDialog>
      )}
    </>
  );
}
