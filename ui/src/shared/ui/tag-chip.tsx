import { ActionIcon, TextInput } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Icon } from './icon';
import styles from './tags.module.css';

interface TagChipProps {
  tagKey: string;
  value: string;
  /** Whether the value was taken. */
  onSet: (value: string) => Promise<boolean>;
  onDelete: () => void;
}

/** One tag. A click on it edits its value: Enter keeps it, Escape leaves it as it was. */
export function TagChip({ tagKey, value, onSet, onDelete }: TagChipProps) {
  const [draft, setDraft] = useState<string>();
  const left = useRef(false);

  async function keep() {
    if (left.current || draft === undefined) return;
    left.current = true;
    if (draft === value || (await onSet(draft))) setDraft(undefined);
    left.current = false;
  }

  function press(event: KeyboardEvent) {
    if (event.key === 'Enter') void keep();
    if (event.key === 'Escape') setDraft(undefined);
  }

  if (draft !== undefined) {
    return (
      <li className={styles.editing}>
        <b>{tagKey}</b>
        <TextInput
          aria-label={`Value of the tag ${tagKey}`}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={press}
          onBlur={() => void keep()}
          autoFocus
        />
      </li>
    );
  }
  return (
    <li className={styles.tag} title={`${tagKey}: ${value}`}>
      <button type="button" onClick={() => setDraft(value)} aria-label={`Edit the tag ${tagKey}: ${value}`}>
        <b>{tagKey}</b> {value}
      </button>
      <ActionIcon
        variant="transparent"
        color="gray"
        size="xs"
        onClick={onDelete}
        aria-label={`Remove the tag ${tagKey}`}
      >
        <Icon name="close" size={10} />
      </ActionIcon>
    </li>
  );
}
