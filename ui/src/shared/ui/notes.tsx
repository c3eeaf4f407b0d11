import { ActionIcon, Button, Group, Stack, Textarea } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Icon } from './icon';
import { Section } from './section';

const Markdown = lazy(() => import('./markdown'));

interface NotesProps {
  title?: string;
  text: string;
  onSave: (text: string) => Promise<unknown>;
}

/** A description in Markdown, edited in place. */
export function Notes({ title = 'Description', text, onSave }: NotesProps) {
  const [draft, setDraft] = useState<string>();
  const [error, setError] = useState<string>();

  async function save() {
    try {
      await onSave(draft ?? '');
      setDraft(undefined);
      setError(undefined);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  }

  const edit = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      onClick={() => setDraft(text)}
      aria-label="Edit the description"
    >
      <Icon name="edit" />
    </ActionIcon>
  );
  return (
    <Section title={title} tools={draft === undefined && edit}>
      {draft !== undefined ? (
        <Stack gap="xs" pt={4}>
          <Textarea
            aria-label="Description, in Markdown"
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
            autosize
            minRows={4}
            maxRows={20}
            error={error}
            data-autofocus
          />
          <Group gap="xs">
            <Button onClick={save}>Save</Button>
            <Button variant="default" onClick={() => setDraft(undefined)}>
              Cancel
            </Button>
          </Group>
        </Stack>
      ) : text === '' ? (
        <span className="dim">None yet.</span>
      ) : (
        <Suspense fallback={<pre className="plain">{text}</pre>}>
          <Markdown text={text} />
        </Suspense>
      )}
    </Section>
  );
}
