import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { Icon } from '@/shared/ui/icon';
import styles from './query-box.module.css';
import type { QueryChoice } from './query-choices';
import { QueryFault } from './query-fault';
import { QueryList } from './query-list';
import { completed, expectedAt, faultIn } from './query-text';
import { useQueryChoices } from './use-query-choices';
import type { RunsView } from './use-runs-view';

interface QueryBoxProps {
  view: RunsView;
  /** What the server said about the filter. */
  error?: string;
  /** How many characters of what the server saw stand before what was typed. */
  shift: number;
}

/** The search of runs: a part of a name, or a filter, of which it offers what may come next. `/` goes to it from anywhere. */
export function QueryBox({ view, error, shift }: QueryBoxProps) {
  const sent = view.search.filter ?? '';
  const [text, setText] = useState(sent);
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  // The choice itself: the list may change, with the answer of the server, between a step to it and taking it.
  const [stepped, setStepped] = useState<QueryChoice>();
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  // The caret can be placed only once the new text stands there, and before another key is pressed.
  const wanted = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (wanted.current !== undefined) input.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = undefined;
  });
  useEffect(() => setText(sent), [sent]);
  const expected = expectedAt(text, caret);
  const choices = useQueryChoices(view, expected, open);
  const shown = open && choices.length > 0;
  const active = choices.findIndex(({ insert }) => insert === stepped?.insert);
  const fault = text === sent ? faultIn(error, sent, shift) : undefined;

  function type(next: string, at: number | null) {
    setText(next);
    setCaret(at ?? next.length);
    setStepped(undefined);
    setOpen(next !== '');
    if (next === '' && sent !== '') search('');
  }

  function close() {
    setOpen(false);
    setStepped(undefined);
  }

  function search(filter: string) {
    close();
    view.change({ filter: filter || undefined });
  }

  function choose(choice: QueryChoice) {
    const next = completed(text, expected, choice.insert);
    type(next.text, next.caret);
    wanted.current = next.caret;
  }

  function press(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === ' ' && event.ctrlKey) setOpen(true);
    else if (step !== undefined && shown)
      setStepped(choices.at(active < 0 && step < 0 ? -1 : (active + step) % choices.length));
    else if (step === 1) setOpen(true);
    else if (event.key === 'Escape' && shown) close();
    else if ((event.key === 'Enter' || event.key === 'Tab') && open && stepped) choose(stepped);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <search className={styles.box}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search(text);
        }}
      >
        <TextInput
          ref={input}
          type="search"
          aria-label="Filter runs"
          aria-autocomplete="list"
          aria-controls={shown ? list : undefined}
          aria-activedescendant={shown && active >= 0 ? `${list}-${active}` : undefined}
          placeholder="A name, or a filter: metrics.rmse < 120 and params.n_estimators = '300'"
          leftSection={<Icon name="search" />}
          data-search-box
          spellCheck={false}
          autoComplete="off"
          classNames={{ input: styles.input }}
          value={text}
          error={error}
          onChange={(event) => type(event.currentTarget.value, event.currentTarget.selectionStart)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onKeyDown={press}
          onBlur={close}
        />
      </form>
      {fault !== undefined && <QueryFault input={input} text={text} place={fault} />}
      {shown && <QueryList id={list} choices={choices} active={active} onChoose={choose} />}
    </search>
  );
}
