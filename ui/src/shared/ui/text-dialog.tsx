import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';

interface TextDialogProps {
  title: string;
  label: string;
  action: string;
  initial?: string;
  /** Resolves when the server took the text; what it throws is shown beside the box. */
  onSubmit: (text: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for one line of text: a name for something to create or rename. */
export function TextDialog({ title, label, action, initial = '', onSubmit, onClose }: TextDialogProps) {
  const [text, setText] = useState(initial);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      await onSubmit(text);
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={title} size="sm" transitionProps={{ duration: 0 }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={label}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
            error={error}
            data-autofocus
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={text.trim() === ''}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
