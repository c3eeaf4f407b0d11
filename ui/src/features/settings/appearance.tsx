import { SegmentedControl, TextInput, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { authorHere, rememberAuthor } from '@/api/author';
import { Section } from '@/shared/ui/section';
import styles from './settings.module.css';

const SCHEMES = [
  { value: 'auto', label: 'Follow the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

/** What this browser keeps: the theme, and the name under which its reader signs changes. */
export function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [author, setAuthor] = useState(authorHere);
  return (
    <Section title="This browser">
      <div className={styles.browser}>
        <SegmentedControl
          aria-label="Theme"
          data={[...SCHEMES]}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as (typeof SCHEMES)[number]['value'])}
        />
        <TextInput
          label="Your name"
          description="Signs changes of stages and aliases."
          value={author}
          maxLength={200}
          onChange={(event) => {
            setAuthor(event.currentTarget.value);
            rememberAuthor(event.currentTarget.value.trim());
          }}
        />
      </div>
    </Section>
  );
}
