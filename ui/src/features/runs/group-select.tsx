import { Select } from '@mantine/core';
import { columnTitle } from './run-columns';
import type { KnownKeys } from './use-run-keys';
import type { RunsView } from './use-runs-view';

/** What the runs are grouped by, if by anything. */
export function GroupSelect({ view, keys }: { view: RunsView; keys: KnownKeys }) {
  const { group } = view.search;
  const params = keys.names.params.map((key) => `params.${key}`);
  const tags = keys.names.tags.map((key) => `tags.${key}`);
  const known = ['status', 'user_id', ...params, ...tags];
  const data = (group && !known.includes(group) ? [group, ...known] : known).map((value) => ({
    value,
    label: columnTitle(value).header,
  }));
  return (
    <Select
      aria-label="Group by"
      placeholder="Group by…"
      data={data}
      value={group ?? null}
      onChange={(value) => view.change({ group: value ?? undefined })}
      clearable
      searchable
      limit={200}
      nothingFoundMessage="No such parameter or tag"
      w={130}
      comboboxProps={{ transitionProps: { duration: 0 }, width: 240, position: 'bottom-start' }}
    />
  );
}
