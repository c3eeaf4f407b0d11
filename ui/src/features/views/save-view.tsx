import { Button, Checkbox, Group, Modal, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useCreateView } from '@/api/views/change-views';

const FOR = [
  { value: 'me', label: 'Only me, in this browser' },
  { value: 'all', label: 'Everybody' },
];

interface SaveViewProps {
  experimentId: string;
  search: string;
  onClose: () => void;
}

/** Asks for the name of a view, and for whom it is. */
export function SaveView({ experimentId, search, onClose }: SaveViewProps) {
  const [name, setName] = useState('');
  const [whom, setWhom] = useState('all');
  const [isDefault, setDefault] = useState(false);
  const create = useCreateView();

  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate({ experimentId, name, search, personal: whom === 'me', isDefault }, { onSuccess: onClose });
  }

  return (
    <Modal opened onClose={onClose} title="Save this view" size="sm" transitionProps={{ duration: 0 }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={create.error?.message}
            data-autofocus
          />
          <SegmentedControl aria-label="For whom" data={FOR} value={whom} onChange={setWhom} fullWidth />
          <Checkbox
            label="The experiment opens with it"
            checked={isDefault && whom === 'all'}
            disabled={whom === 'me'}
            onChange={(event) => setDefault(event.currentTarget.checked)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
