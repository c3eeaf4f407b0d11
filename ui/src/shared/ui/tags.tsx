import { ActionIcon, Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Icon } from './icon';
import { Section } from './section';
import styles from './tags.module.css';

interface TagsProps {
  tags: readonly { key: string; value: string }[];
  onSet: (key: string, value: string) => Promise<unknown>;
  onDelete: (key: string) => Promise<unknown>;
}

/** Tags as chips, added and removed in place. */
export function Tags({ tags, onSet, onDelete }: TagsProps) {
  const [adding, setAdding] = useState(false);
  const [error, setError] = useState<string>();

  async function attempt(work: Promise<unknown>) {
    try {
      await work;
      setAdding(false);
      setError(undefined);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  }

  function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void attempt(onSet(String(form.get('key')), String(form.get('value'))));
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
          <li key={key} className={styles.tag} title={`${key}: ${value}`}>
            <span>
              <b>{key}</b> {value}
            </span>
            <ActionIcon
              variant="transparent"
              color="gray"
              size="xs"
              onClick={() => void attempt(onDelete(key))}
              aria-label={`Remove the tag ${key}`}
            >
              <Icon name="close" size={10} />
            </ActionIcon>
          </li>
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
