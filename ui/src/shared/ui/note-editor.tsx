import { Button, Group, Stack, Textarea } from '@mantine/core';
import styles from './note-editor.module.css';

interface NoteEditorProps {
  draft: string;
  /** What somebody else wrote since editing began, if anybody did. */
  theirs: string | undefined;
  error: Error | undefined;
  onDraft: (text: string) => void;
  onSave: () => void;
  /** Saves the draft in place of what somebody else wrote. */
  onReplace: () => void;
  onCancel: () => void;
}

/** A text in Markdown, and beside it what somebody else made of it meanwhile, so that nobody's words are lost unseen. */
export function NoteEditor({ draft, theirs, error, onDraft, onSave, onReplace, onCancel }: NoteEditorProps) {
  return (
    <Stack gap="xs" pt={4}>
      <Textarea
        aria-label="Description, in Markdown"
        value={draft}
        onChange={(event) => onDraft(event.currentTarget.value)}
        autosize
        minRows={4}
        maxRows={20}
        error={theirs === undefined ? error?.message : undefined}
        autoFocus
      />
      {theirs !== undefined && (
        <div className={styles.conflict} role="alert">
          <strong>Somebody changed the description meanwhile. It says now:</strong>
          <pre>{theirs === '' ? '(nothing)' : theirs}</pre>
        </div>
      )}
      <Group gap="xs">
        {theirs === undefined ? (
          <Button onClick={onSave}>Save</Button>
        ) : (
          <Button onClick={onReplace}>Replace it with mine</Button>
        )}
        <Button variant="default" onClick={onCancel}>
          {theirs === undefined ? 'Cancel' : 'Keep theirs'}
        </Button>
      </Group>
    </Stack>
  );
}
