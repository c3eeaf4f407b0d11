import { Button, Checkbox, Group, Popover, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { RunRow } from '@/api/runs/run-row';
import { Icon } from '@/shared/ui/icon';
import styles from './column-picker.module.css';
import { availableColumns, defaultColumnIds } from './run-columns';
import type { RunsView } from './use-runs-view';

/** Chooses the columns of the table; the choice is part of the address. */
export function ColumnPicker({ view, rows }: { view: RunsView; rows: RunRow[] }) {
  const [text, setText] = useState('');
  const available = useMemo(() => availableColumns(rows), [rows]);
  const shown = view.columns ?? defaultColumnIds(available);
  const matching = available.filter((column) => column.header.toLowerCase().includes(text.toLowerCase()));

  function show(ids: string[], on: boolean) {
    const next = on ? [...new Set([...shown, ...ids])] : shown.filter((id) => !ids.includes(id));
    view.change({ columns: next.join(',') || 'none' }, true);
  }

  let group: string | undefined;
  return (
    <Popover position="bottom-end" shadow="md" trapFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="columns" />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
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
              onClick={() =>
                show(
                  matching.map((column) => column.id),
                  true,
                )
              }
            >
              Show {text ? 'these' : 'all'}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() =>
                show(
                  matching.map((column) => column.id),
                  false,
                )
              }
            >
              Hide {text ? 'these' : 'all'}
            </Button>
            <Button size="compact-xs" variant="subtle" onClick={() => view.change({ columns: undefined }, true)}>
              Reset
            </Button>
          </Group>
          <div className={styles.list}>
            {matching.map((column) => {
              const heading = column.group !== group ? column.group : undefined;
              group = column.group;
              return (
                <div key={column.id}>
                  {heading && <div className={styles.group}>{heading}</div>}
                  <Checkbox
                    label={column.header}
                    checked={shown.includes(column.id)}
                    onChange={(event) => show([column.id], event.currentTarget.checked)}
                  />
                </div>
              );
            })}
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
