import { useEffect, useRef } from 'react';
import styles from './palette.module.css';
import type { PaletteChoice, PaletteGroup } from './use-palette-choices';

interface GroupProps {
  group: PaletteGroup;
  list: string;
  active: string | undefined;
  onTake: (choice: PaletteChoice) => void;
}

/** Choices of one kind. */
export function PaletteGroupList({ group: { title, choices }, list, active, onTake }: GroupProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: options of a listbox are grouped so
    <div role="group" aria-label={title}>
      <div className={styles.title} aria-hidden="true">
        {title}
      </div>
      {choices.map((choice) => (
        <Option
          key={choice.id}
          id={`${list}-${choice.id}`}
          choice={choice}
          active={choice.id === active}
          onTake={() => onTake(choice)}
        />
      ))}
    </div>
  );
}

interface OptionProps {
  id: string;
  choice: PaletteChoice;
  active: boolean;
  onTake: () => void;
}

function Option({ id, choice: { name, note }, active, onTake }: OptionProps) {
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) option.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box reads the keys
    <div
      ref={option}
      id={id}
      role="option"
      aria-selected={active}
      className={styles.option}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <span className="clip">{name}</span>
      {note && <span className={styles.when}>{note}</span>}
    </div>
  );
}
