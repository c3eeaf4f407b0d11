import { ActionIcon } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Icon } from './icon';
import { NoteEditor } from './note-editor';
import { Section } from './section';

const Markdown = lazy(() => import('./markdown'));

interface NotesProps {
  title?: string;
  /** What the server has. */
  text: string;
  /** Replaces `before`, which the editor began with; throws what the server says if that stands there no more. */
  onSave: (text: string, before: string) => Promise<unknown>;
}

interface Draft {
  text: string;
  before: string;
}

/** A description in Markdown, edited in place. It is shown as saved at once; if the server refuses, the editor comes back with it. */
export function Notes({ title = 'Description', text, onSave }: NotesProps) {
  const [draft, setDraft] = useState<Draft>();
  const [saving, setSaving] = useState<string>();
  const [error, setError] = useState<Error>();

  async function save({ text: written, before }: Draft) {
    setDraft(undefined);
    setSaving(written);
    try {
      await onSave(written, before);
      setError(undefined);
    } catch (failure) {
      setDraft({ text: written, before });
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    } finally {
      setSaving(undefined);
    }
  }

  function leave() {
    setDraft(undefined);
    setError(undefined);
  }

  const shown = saving ?? text;
  const edit = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      onClick={() => setDraft({ text, before: text })}
      disabled={saving !== undefined}
      aria-label="Edit the description"
    >
      <Icon name="edit" />
    </ActionIcon>
  );
  return (
    <Section title={title} tools={draft === undefined && edit}>
      {draft !== undefined ? (
        <NoteEditor
          draft={draft.text}
          theirs={text === draft.before ? undefined : text}
          error={error}
          onDraft={(written) => setDraft({ ...draft, text: written })}
          onSave={() => void save(draft)}
          onReplace={() => void save({ text: draft.text, before: text })}
          onCancel={leave}
        />
      ) : shown === '' ? (
        <span className="dim">None yet.</span>
      ) : (
        <Suspense fallback={<pre className="plain">{shown}</pre>}>
          <Markdown text={shown} />
        </Suspense>
      )}
    </Section>
  );
}
