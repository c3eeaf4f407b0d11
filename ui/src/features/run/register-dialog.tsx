import { Autocomplete, Button, Group, Modal, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useCreateVersion, type VersionSource } from '@/api/model-versions/create-version';
import { useSearchModels } from '@/api/registered-models/search-models';

interface RegisterDialogProps {
  title: string;
  source: VersionSource;
  onClose: () => void;
}

/** Makes a model the next version of a registered one, old or new. */
export function RegisterDialog({ title, source, onClose }: RegisterDialogProps) {
  const [name, setName] = useState('');
  const known = useSearchModels({ name, orderBy: 'name ASC' });
  const create = useCreateVersion();
  const navigate = useNavigate();
  const names = known.data?.pages.flatMap((page) => (page.registered_models ?? []).map((model) => model.name)) ?? [];

  async function submit(event: FormEvent) {
    event.preventDefault();
    try {
      const version = await create.mutateAsync({ name, ...source });
      onClose();
      await navigate({
        to: '/models/$name/versions/$version',
        params: { name: version.name, version: version.version },
      });
    } catch {
      // The dialog shows the command's error and stays.
    }
  }

  return (
    <Modal opened onClose={onClose} title={title} size="sm" transitionProps={{ duration: 0 }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Autocomplete
            label="Registered model"
            description="One that exists gets a new version; another name is created."
            size="xs"
            data={names}
            value={name}
            onChange={setName}
            error={create.error?.message}
            data-autofocus
            comboboxProps={{ transitionProps: { duration: 0 } }}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
              Register
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
