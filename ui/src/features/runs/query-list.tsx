import { useEffect, useRef } from 'react';
import styles from './query-box.module.css';
import type { QueryChoice } from './query-choices';

interface QueryListProps {
  id: string;
  choices: readonly QueryChoice[];
  active: number;
  onChoose: (choice: QueryChoice) => void;
}

/** What may be typed next. The keyboard stays in the box; the pointer may choose here. */
export function QueryList({ id, choices, active, onChoose }: QueryListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} id={id} role="listbox" aria-label="Completions" className={styles.list}>
      {choices.map((choice, place) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and names the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the box reads the keys
        <div
          key={choice.insert}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === active}
          className={styles.option}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(choice)}
        >
          <span className={styles.insert}>{choice.insert}</span>
          <span className={styles.hint}>{choice.hint}</span>
        </div>
      ))}
    </div>
  );
}
