import { ActionIcon, Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Icon } from './icon';
import { Section } from './section';
import { TagChip } from './tag-chip';
import styles from './tags.module.css';

interface TagsProps {
  tags: readonly { key: string; value: string }[];
  onSet: (key: string, value: string) => Promise<unknown>;
  onDelete: (key: string) => Promise<unknown>;
}

/** Tags as chips: added, changed and removed in place. */
export function Tags({ tags, onSet, onDelete }: TagsProps) {
  const [adding, setAdding] = useState(false);
  const [error, setError] = useState<string>();

  async function attempt(work: Promise<unknown>): Promise<boolean> {
    try {
      await work;
      setError(undefined);
      return true;
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
      return false;
    }
  }

  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (await attempt(onSet(String(form.get('key')), String(form.get('value'))))) setAdding(false);
  }

  const tools = (
    <ActionIcon variant="subtle" color="gray" size="sm" onClick={() => setAdding(!adding)} aria-label="Add a tag">
      <Icon name="plus" />
    </ActionIcon>
  );
  return (
    <Section title="Tags" count={tags.length} tools={tools}>
      <ul className={styles.tags} aria-label="Tags">
        {tags.map(({ key, value }) => (
          <TagChip
            key={key}
            tagKey={key}
            value={value}
            onSet={(next) => attempt(onSet(key, next))}
            onDelete={() => void attempt(onDelete(key))}
          />
        ))}
      </ul>
      {adding && (
        <form className={styles.form} onSubmit={add}>
          <TextInput name="key" placeholder="key" aria-label="Tag key" required autoFocus />
          <TextInput name="value" placeholder="value" aria-label="Tag value" />
          <Button type="submit">Add</Button>
        </form>
      )}
      {error && <p role="alert">{error}</p>}
    </Section>
  );
}
