import { Button, SegmentedControl, Select } from '@mantine/core';
import { memo } from 'react';
import { ViewsMenu } from '@/features/views/views-menu';
import { Icon } from '@/shared/ui/icon';
import { Toolbar } from '@/shared/ui/toolbar';
import { ColumnPicker } from './column-picker';
import { GroupSelect } from './group-select';
import { QueryBox } from './query-box';
import { TimeRangeButton } from './time-range-button';
import type { KnownKeys } from './use-run-keys';
import type { RunsView } from './use-runs-view';

const STATES = [
  { value: '', label: 'Any state' },
  { value: 'RUNNING', label: 'Running' },
  { value: 'FINISHED', label: 'Finished' },
  { value: 'FAILED', label: 'Failed' },
  { value: 'KILLED', label: 'Killed' },
  { value: 'SCHEDULED', label: 'Scheduled' },
  { value: 'deleted', label: 'Deleted runs' },
];

const TABS = [
  { value: 'runs', label: 'Runs' },
  { value: 'both', label: 'Both' },
  { value: 'charts', label: 'Charts' },
];

interface RunsToolbarProps {
  view: RunsView;
  keys: KnownKeys;
  /** What the server said about the filter, and how many characters of what it saw stand before what was typed. */
  error?: string;
  shift: number;
}

/** Which runs are shown, and how. Its many controls are drawn again only when it is told something new. */
export const RunsToolbar = memo(function RunsToolbar({ view, keys, error, shift }: RunsToolbarProps) {
  const { search, change } = view;
  const table = search.tab !== 'charts';
  const flat = search.tree === '0';
  return (
    <Toolbar>
      <SegmentedControl
        aria-label="View"
        data={TABS}
        value={search.tab ?? 'runs'}
        onChange={(tab) => change({ tab: tab === 'runs' ? undefined : tab })}
      />
      <QueryBox view={view} error={error} shift={shift} />
      <Select
        aria-label="State"
        data={STATES}
        value={view.deleted ? 'deleted' : (search.status ?? '')}
        onChange={(value) =>
          change(
            value === 'deleted'
              ? { deleted: '1', status: undefined, selected: undefined }
              : { deleted: undefined, status: value || undefined },
          )
        }
        allowDeselect={false}
        w={118}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
      <TimeRangeButton view={view} />
      {table && <GroupSelect view={view} keys={keys} />}
      {table && keys.nested && !search.group && (
        <Button
          variant={flat ? 'default' : 'light'}
          leftSection={<Icon name="tree" />}
          aria-pressed={!flat}
          title="Nested runs below their parents; a filter shows all that match in one list"
          onClick={() => change({ tree: flat ? undefined : '0' }, true)}
        >
          Tree
        </Button>
      )}
      {table && <ColumnPicker view={view} keys={keys} />}
      <ViewsMenu />
    </Toolbar>
  );
});
