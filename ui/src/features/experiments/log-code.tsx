import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Snippet } from '@/shared/ui/snippet';
import styles from './log-code.module.css';
import { type LoggedInto, logSnippets } from './log-snippets';

/** Code that logs a run into an experiment, for the way that one chooses. */
export default function LogCode({ into }: { into: LoggedInto }) {
  const snippets = logSnippets(into);
  const ways = Object.keys(snippets);
  const [way, setWay] = useState(ways[0] ?? '');
  return (
    <div className={styles.code}>
      <SegmentedControl aria-label="Log it from" data={ways} value={way} onChange={setWay} />
      <Snippet code={snippets[way] ?? ''} />
    </div>
  );
}
