import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { localMinute, readLocalMinute, readRange, writeRange } from './time-range';
import styles from './time-range-button.module.css';

interface TimeRangeFormProps {
  text: string | undefined;
  onChoose: (text: string | undefined) => void;
}

const ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Asks for the first and the last minute of a range, in local time; either may be left out. */
export function TimeRangeForm({ text, onChoose }: TimeRangeFormProps) {
  const known = readRange(text, Date.now());
  const [from, setFrom] = useState(localMinute(known?.from));
  const [to, setTo] = useState(localMinute(known?.to));
  const range = { from: readLocalMinute(from), to: readLocalMinute(to) };
  const turned = range.from !== undefined && range.to !== undefined && range.from > range.to;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!turned) onChoose(writeRange(range));
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        type="datetime-local"
        label="From"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label="To"
        value={to}
        error={turned && 'This is before the beginning.'}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <div className={styles.foot}>
        <span className="dim">{ZONE} time</span>
        <Button type="submit" size="xs" disabled={turned || (from === '' && to === '')}>
          Apply
        </Button>
      </div>
    </form>
  );
}
