import { ActionIcon, Button, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDeleteExperiment } from '@/api/experiments/delete-experiment';
import { useRenameExperiment } from '@/api/experiments/rename-experiment';
import { useRestoreExperiment } from '@/api/experiments/restore-experiment';
import type { Experiment } from '@/api/types';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { Icon } from '@/shared/ui/icon';
import { TextDialog } from '@/shared/ui/text-dialog';

/** What can be done to one experiment of the list. */
export function ExperimentMenu({ experiment, deleted }: { experiment: Experiment; deleted: boolean }) {
  const [asking, setAsking] = useState<'rename' | 'delete' | 'restore'>();
  const navigate = useNavigate();
  const rename = useRenameExperiment();
  const remove = useDeleteExperiment();
  const restore = useRestoreExperiment();
  const close = () => setAsking(undefined);
  const { experiment_id: experimentId, name } = experiment;
  return (
    <>
      {deleted ? (
        <Button size="compact-xs" variant="subtle" onClick={() => setAsking('restore')} aria-label={`Restore ${name}`}>
          Restore
        </Button>
      ) : (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Actions for ${name}`}>
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setAsking('rename')}>Rename…</Menu.Item>
            <Menu.Item
              onClick={() =>
                void navigate({ to: '/experiments/$experimentId', params: { experimentId }, search: { about: '1' } })
              }
            >
              Describe and tag…
            </Menu.Item>
            <Menu.Item color="red" onClick={() => setAsking('delete')}>
              Delete…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {asking === 'rename' && (
        <TextDialog
          title="Rename the experiment"
          label="Name"
          action="Rename"
          initial={name}
          onSubmit={(text) => rename.mutateAsync({ experimentId, name: text })}
          onClose={close}
        />
      )}
      {asking === 'delete' && (
        <ConfirmDialog
          title="Delete the experiment?"
          action="Delete"
          danger
          onConfirm={() => remove.mutateAsync(experimentId)}
          onClose={close}
        >
          <b>{name}</b> and its runs leave the lists. They can be restored from Deleted.
        </ConfirmDialog>
      )}
      {asking === 'restore' && (
        <ConfirmDialog
          title="Restore the experiment?"
          action="Restore"
          onConfirm={() => restore.mutateAsync(experimentId)}
          onClose={close}
        >
          <b>{name}</b> and all its runs come back.
        </ConfirmDialog>
      )}
    </>
  );
}
