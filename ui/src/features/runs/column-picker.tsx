import { Button, Checkbox, Group, Popover, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useAllRunKeys } from '@/api/runs/run-keys';
import { Icon } from '@/shared/ui/icon';
import { ColumnList } from './column-list';
import styles from './column-picker.module.css';
import { pickerEntries } from './picker-entries';
import { availableIds } from './run-columns';
import { MOST_COLUMNS, useRunColumns } from './use-run-columns';
import type { KnownKeys } from './use-run-keys';
import type { RunsView } from './use-runs-view';

const MOST_OFFERED = 1_000;
const PAUSE_MS = 120;
/** The page as it opens: its own columns, each as wide as its values. */
const NOTHING_CHOSEN = {
  columns: undefined,
  pinned: undefined,
  lean: undefined,
  spark: undefined,
  widths: undefined,
};

/** Chooses the columns of the table, their order, and which of them stay at the left; the choice is part of the address. */
export function ColumnPicker({ view, keys }: { view: RunsView; keys: KnownKeys }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      position="bottom-end"
      shadow="md"
      trapFocus
      transitionProps={{ duration: 0 }}
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="columns" />} onClick={() => setOpened((old) => !old)}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">{opened && <Choices view={view} keys={keys} />}</Popover.Dropdown>
    </Popover>
  );
}

function Choices({ view, keys }: { view: RunsView; keys: KnownKeys }) {
  const [text, setText] = useState('');
  const [sought] = useDebouncedValue(text, PAUSE_MS);
  const { chosen, ids: drawn, left } = useRunColumns(view, keys);
  const offered = useOffered(view, sought);
  const entries = useMemo(() => pickerEntries(chosen, offered.ids, text), [chosen, offered.ids, text]);
  const ids = (shown: boolean) => entries.flatMap((each) => ('id' in each && each.shown === shown ? [each.id] : []));
  return (
    <div className={styles.picker}>
      <TextInput
        aria-label="Find a column"
        placeholder="Find a column"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group gap={6}>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => view.setColumns([...chosen, ...ids(false)].slice(0, Math.max(chosen.length, MOST_COLUMNS)))}
        >
          Show {text ? 'these' : 'all'}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            const hidden = new Set(ids(true));
            view.setColumns(chosen.filter((id) => !hidden.has(id)));
          }}
        >
          Hide {text ? 'these' : 'all'}
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => view.change(NOTHING_CHOSEN, true)}>
          Reset
        </Button>
      </Group>
      <Checkbox
        size="xs"
        label="Hide columns that tell no runs apart"
        description="Judged by the newest and oldest 200 runs, and by a look for other values among the rest"
        checked={view.lean}
        onChange={(event) => view.change({ lean: event.currentTarget.checked ? '1' : undefined }, true)}
      />
      {entries.length > 0 && (
        <div className={styles.group}>
          {drawn.length} of {availableIds(keys.names).length}
          {keys.more && '+'} columns shown
        </div>
      )}
      <ColumnList entries={entries} view={view} chosen={chosen} keys={keys} />
      {entries.length === 0 && <div className="dim">No such column.</div>}
      {offered.more && <div className="dim">There are more: type a part of a name.</div>}
      {left > 0 && <div className="dim">The first {MOST_COLUMNS} of the chosen columns are shown.</div>}
    </div>
  );
}

/** The columns whose names hold a text, as far as a list is good to read. */
function useOffered({ experimentId, deleted }: RunsView, text: string) {
  const found = useAllRunKeys({ experimentId, deleted, text, limit: MOST_OFFERED });
  const [metrics, params, tags] = found.map((query) => query.data);
  return useMemo(() => {
    const names = [metrics, params, tags].map((answer) => answer?.keys.map(({ name }) => name) ?? []);
    return {
      ids: availableIds({ metrics: names[0] ?? [], params: names[1] ?? [], tags: names[2] ?? [] }),
      more: [metrics, params, tags].some((answer) => answer?.more),
    };
  }, [metrics, params, tags]);
}
