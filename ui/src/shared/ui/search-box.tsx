import { TextInput, type TextInputProps } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Icon } from './icon';

interface SearchBoxProps extends Omit<TextInputProps, 'value' | 'onChange' | 'onSubmit' | 'error'> {
  label: string;
  value: string;
  /** Called on Enter, and by `live` boxes a moment after typing ends. */
  onSearch: (text: string) => void;
  live?: boolean;
  error?: string;
}

const PAUSE_MS = 200;

/** The search of a page; `/` goes to it from anywhere. */
export function SearchBox({ label, value, onSearch, live = false, error, ...input }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const timer = useRef<number>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  function change(next: string) {
    setText(next);
    window.clearTimeout(timer.current);
    if (live) timer.current = window.setTimeout(() => onSearch(next), PAUSE_MS);
    else if (next === '') onSearch(next);
  }

  return (
    <search style={{ flex: 1, minWidth: 0 }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          window.clearTimeout(timer.current);
          onSearch(text);
        }}
      >
        <TextInput
          type="search"
          aria-label={label}
          leftSection={<Icon name="search" />}
          data-search-box
          spellCheck={false}
          autoComplete="off"
          {...input}
          value={text}
          error={error}
          onChange={(event) => change(event.currentTarget.value)}
        />
      </form>
    </search>
  );
}
