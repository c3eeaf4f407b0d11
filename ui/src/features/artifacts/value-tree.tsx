import { useState } from 'react';
import { Icon } from '@/shared/ui/icon';
import styles from './value-tree.module.css';

const SHOWN = 100;
const OPEN_UNTIL = 30;
const INDENT = 16;

interface NodeProps {
  name: string | undefined;
  value: unknown;
  depth: number;
}

type Entry = [name: string, value: unknown];

/** A value of JSON or YAML that folds and unfolds; what is folded is not in the document, however deep it goes. */
export function ValueTree({ value }: { value: unknown }) {
  return (
    <ul className={styles.tree} aria-label="Values">
      <Node name={undefined} value={value} depth={0} />
    </ul>
  );
}

function entriesOf(value: object): Entry[] {
  return Array.isArray(value) ? value.map((item, index): Entry => [String(index), item]) : Object.entries(value);
}

function Node({ name, value, depth }: NodeProps) {
  const padding = { paddingLeft: 12 + depth * INDENT };
  if (typeof value !== 'object' || value === null) {
    return (
      <li className={styles.leaf} style={{ paddingLeft: 28 + depth * INDENT }}>
        <Name name={name} />
        <Leaf value={value} />
      </li>
    );
  }
  return <Branch name={name} value={value} depth={depth} padding={padding} />;
}

function Branch({ name, value, depth, padding }: Omit<NodeProps, 'value'> & { value: object; padding: object }) {
  const entries = entriesOf(value);
  const [open, setOpen] = useState(depth === 0 || (depth === 1 && entries.length <= OPEN_UNTIL));
  const [shown, setShown] = useState(SHOWN);
  const [left, right] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return (
    <li>
      <button
        type="button"
        className={styles.branch}
        style={padding}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'down' : 'right'} size={10} />
        <Name name={name} />
        <span className={styles.count}>
          {left}
          {entries.length.toLocaleString('en')}
          {right}
        </span>
      </button>
      {open && (
        <ul>
          {entries.slice(0, shown).map(([key, item]) => (
            <Node key={key} name={key} value={item} depth={depth + 1} />
          ))}
          {entries.length > shown && (
            <li>
              <button
                type="button"
                className={styles.branch}
                style={{ paddingLeft: 28 + (depth + 1) * INDENT }}
                onClick={() => setShown(shown + SHOWN * 10)}
              >
                Show more of {(entries.length - shown).toLocaleString('en')}
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function Name({ name }: { name: string | undefined }) {
  return name === undefined ? null : <span className={styles.name}>{name}</span>;
}

function Leaf({ value }: { value: unknown }) {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return <span className={styles[typeof value] ?? styles.other}>{text}</span>;
}
