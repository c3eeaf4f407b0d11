import { ActionIcon, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { isOpen } from '@/api/jobs/job-of-run';
import { useDeleteRuns } from '@/api/runs/delete-runs';
import { useRenameRun } from '@/api/runs/rename-run';
import { useRestoreRuns } from '@/api/runs/restore-runs';
import type { RunRow } from '@/api/runs/run-row';
import type { ProjectJob } from '@/api/types';
import { AgainDialog } from '@/features/jobs/again-dialog';
import { AgainItem } from '@/features/jobs/again-item';
import { CancelJob } from '@/features/jobs/cancel-job';
import { repeatableOf } from '@/features/jobs/repeat';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { Icon } from '@/shared/ui/icon';
import { TextDialog } from '@/shared/ui/text-dialog';
import { RUN_FILES } from './run-files';

interface RunMenuProps {
  row: RunRow;
  /** The job that makes the run, null if none does, undefined while that is not known. */
  job: ProjectJob | null | undefined;
}

/** What can be done to a run. A deleted one can be taken along and restored. */
export function RunMenu({ row, job }: RunMenuProps) {
  const [asking, setAsking] = useState<'rename' | 'delete' | 'restore' | 'again' | 'cancel'>();
  const repeatable = job === undefined ? undefined : repeatableOf(row, job);
  const rename = useRenameRun();
  const remove = useDeleteRuns();
  const restore = useRestoreRuns();
  const close = () => setAsking(undefined);
  const deleted = row.run.info.lifecycle_stage === 'deleted';
  return (
    <>
      {deleted ? (
        <Button variant="default" onClick={() => setAsking('restore')}>
          Restore
        </Button>
      ) : (
        <Button variant="default" onClick={() => setAsking('rename')}>
          Rename
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="More actions" title="More actions">
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <AgainItem repeatable={repeatable} onClick={() => setAsking('again')} />
          {job && isOpen(job) && !job.cancel_requested && (
            <Menu.Item leftSection={<Icon name="close" />} onClick={() => setAsking('cancel')}>
              Cancel the job…
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Label>Download</Menu.Label>
          {RUN_FILES.map(([title, give]) => (
            <Menu.Item key={title} leftSection={<Icon name="download" />} onClick={() => give(row)}>
              {title}
            </Menu.Item>
          ))}
          {!deleted && (
            <>
              <Menu.Divider />
              <Menu.Item color="red" onClick={() => setAsking('delete')}>
                Delete…
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking === 'again' && repeatable && <AgainDialog row={row} repeatable={repeatable} onClose={close} />}
      {asking === 'cancel' && job && <CancelJob job={job} onClose={close} />}
      {asking === 'rename' && (
        <TextDialog
          title="Rename the run"
          label="Name"
          action="Rename"
          initial={row.name}
          onSubmit={(name) => rename.mutateAsync({ runId: row.id, name })}
          onClose={close}
        />
      )}
      {asking === 'delete' && (
        <ConfirmDialog
          title="Delete the run?"
          action="Delete"
          danger
          onConfirm={() => remove.mutateAsync([row.id])}
          onClose={close}
        >
          <b>{row.name}</b> leaves the lists. It can be restored here or from the trash until that is emptied.
        </ConfirmDialog>
      )}
      {asking === 'restore' && (
        <ConfirmDialog
          title="Restore the run?"
          action="Restore"
          onConfirm={() => restore.mutateAsync([row.id])}
          onClose={close}
        >
          <b>{row.name}</b> comes back to the lists.
        </ConfirmDialog>
      )}
    </>
  );
}
