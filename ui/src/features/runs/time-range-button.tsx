import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import { formatInstant } from '@/shared/format/time';
import { Icon } from '@/shared/ui/icon';
import { RECENT, readRange } from './time-range';
import styles from './time-range-button.module.css';
import { TimeRangeForm } from './time-range-form';
import type { RunsView } from './use-runs-view';

const DAY = 10;
const MINUTE = 16;

/** How a range of the address is called in words, in local time; undefined for none. */
function rangeTitle(text: string | undefined): string | undefined {
  const recent = RECENT.find(({ id }) => id === text);
  if (recent) return recent.label;
  const { from, to } = readRange(text, Date.now()) ?? {};
  const [begin, end] = [from, to].map((ms) => ms !== undefined && formatInstant(ms).slice(0, MINUTE));
  if (begin && end) return `${begin} – ${begin.slice(0, DAY) === end.slice(0, DAY) ? end.slice(DAY + 1) : end}`;
  if (begin) return `since ${begin}`;
  return end ? `until ${end}` : undefined;
}

/** Keeps to the runs that began within a range of time. */
export function TimeRangeButton({ view }: { view: RunsView }) {
  const [opened, setOpened] = useState(false);
  const { time } = view.search;
  const title = rangeTitle(time);
  function choose(text: string | undefined) {
    setOpened(false);
    view.change({ time: text });
  }
  return (
    <Popover
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <Button
          variant={title ? 'light' : 'default'}
          leftSection={<Icon name="clock" />}
          aria-label={title ? `Time: ${title}` : 'Time'}
          title={title}
          className={styles.button}
          onClick={() => setOpened((old) => !old)}
        >
          <span className="clip">{title ?? 'Any time'}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="When runs began" className={styles.choices}>
        {[{ id: undefined, label: 'Any time' }, ...RECENT].map(({ id, label }) => (
          <button
            key={label}
            type="button"
            className={styles.choice}
            aria-pressed={id === (title ? time : undefined)}
            onClick={() => choose(id)}
          >
            {label}
          </button>
        ))}
        {opened && <TimeRangeForm text={time} onChoose={choose} />}
      </Popover.Dropdown>
    </Popover>
  );
}
