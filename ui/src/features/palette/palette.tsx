import { Modal, TextInput } from '@mantine/core';
import { type KeyboardEvent, useId, useState } from 'react';
import { Icon } from '@/shared/ui/icon';
import styles from './palette.module.css';
import { PaletteGroupList } from './palette-group';
import { type PaletteChoice, usePaletteChoices } from './use-palette-choices';

/** Goes anywhere by a part of its name, or does what can be done on the page: type, step with the arrows, take with Enter. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  // The choice itself: the list may change, with the answer of the server, between a step to it and taking it.
  const [stepped, setStepped] = useState<string>();
  const { groups, isSearching, error } = usePaletteChoices(text);
  const list = useId();
  const choices = groups.flatMap((group) => group.choices);
  const place = choices.findIndex(({ id }) => id === stepped);
  const active = choices[Math.max(0, place)];

  function take(choice: PaletteChoice) {
    onClose();
    // Once the palette is gone and has given the keyboard back, so that what is pressed can take it.
    setTimeout(choice.take);
  }

  function press(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setStepped(choices.at((Math.max(0, place) + step) % choices.length)?.id);
    else if (event.key === 'Enter' && active && !event.nativeEvent.isComposing) take(active);
    else return;
    event.preventDefault();
  }

  return (
    <Modal.Root opened onClose={onClose} size="lg" yOffset="12vh" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label="Go to">
        <TextInput
          data-autofocus
          role="combobox"
          aria-label="Find experiments, runs, models, pages and actions"
          aria-expanded={choices.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={active && `${list}-${active.id}`}
          placeholder="Find experiments, runs, models, pages and actions"
          leftSection={<Icon name="search" />}
          size="md"
          variant="unstyled"
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setStepped(undefined);
          }}
          onKeyDown={press}
        />
        <div id={list} role="listbox" aria-label="Found" aria-busy={isSearching} className={styles.list}>
          {groups.map((group) => (
            <PaletteGroupList key={group.title} group={group} list={list} active={active?.id} onTake={take} />
          ))}
        </div>
        <p role="status" className={styles.note}>
          {error
            ? `Not all could be searched: ${error.message}`
            : choices.length === 0 && !isSearching && 'Nothing found.'}
        </p>
      </Modal.Content>
    </Modal.Root>
  );
}
