import { SegmentedControl, Select } from '@mantine/core';
import type { RunRow } from '@/api/runs/run-row';
import { ViewsMenu } from '@/features/views/views-menu';
import { SearchBox } from '@/shared/ui/search-box';
import { Toolbar } from '@/shared/ui/toolbar';
import { ColumnPicker } from './column-picker';
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
  { value: 'charts', label: 'Charts' },
];

interface RunsToolbarProps {
  view: RunsView;
  rows: RunRow[];
  /** What the server said about the filter. */
  error?: string;
}

/** Which runs are shown, and how. */
export function RunsToolbar({ view, rows, error }: RunsToolbarProps) {
  const { search, change } = view;
  return (
    <Toolbar>
      <SegmentedControl
        aria-label="View"
        data={TABS}
        value={search.tab ?? 'runs'}
        onChange={(tab) => change({ tab: tab === 'runs' ? undefined : tab })}
      />
      <SearchBox
        label="Filter runs"
        placeholder="A name, or a filter: metrics.rmse < 120 and params.n_estimators = '300'"
        value={search.filter ?? ''}
        onSearch={(filter) => change({ filter: filter || undefined })}
        error={error}
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
      />
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
        w={130}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
      {search.tab !== 'charts' && <ColumnPicker view={view} rows={rows} />}
      <ViewsMenu />
    </Toolbar>
  );
}
