import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Section } from '@/shared/ui/section';
import { Snippet } from '@/shared/ui/snippet';
import { loadSnippets } from './load-snippets';

interface LoadSectionProps {
  name: string;
  version: string;
  alias: string | undefined;
}

/** Code that uses a version. */
export function LoadSection({ name, version, alias }: LoadSectionProps) {
  const snippets = Object.entries(loadSnippets(name, version, alias));
  const [use, setUse] = useState(snippets[0]?.[0]);
  const choice = (
    <SegmentedControl
      aria-label="Use it for"
      data={snippets.map(([title]) => title)}
      value={use ?? ''}
      onChange={setUse}
      size="xs"
    />
  );
  return (
    <Section title="Use it" tools={choice}>
      <Snippet code={snippets.find(([title]) => title === use)?.[1] ?? ''} />
    </Section>
  );
}
