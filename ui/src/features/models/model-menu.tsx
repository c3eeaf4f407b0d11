import { Button, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDeleteModel } from '@/api/registered-models/delete-model';
import { useRenameModel } from '@/api/registered-models/rename-model';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { TextDialog } from '@/shared/ui/text-dialog';

/** What can be done to a registered model. */
export function ModelMenu({ name }: { name: string }) {
  const [asking, setAsking] = useState<'rename' | 'delete'>();
  const navigate = useNavigate();
  const rename = useRenameModel();
  const remove = useDeleteModel();
  const close = () => setAsking(undefined);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">Actions</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking('rename')}>Rename…</Menu.Item>
          <Menu.Item color="red" onClick={() => setAsking('delete')}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'rename' && (
        <TextDialog
          title="Rename the model"
          label="Name"
          action="Rename"
          initial={name}
          onSubmit={async (newName) => {
            await rename.mutateAsync({ name, newName });
            await navigate({ to: '/models/$name', params: { name: newName }, replace: true });
          }}
          onClose={close}
        />
      )}
      {asking === 'delete' && (
        <ConfirmDialog
          title="Delete the model for good?"
          action="Delete"
          danger
          onConfirm={async () => {
            await navigate({ to: '/models', replace: true });
            await remove.mutateAsync(name);
          }}
          onClose={close}
        >
          <b>{name}</b>, all its versions, tags, aliases and their history are deleted. The logged models and runs stay.
        </ConfirmDialog>
      )}
    </>
  );
}
