import { SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ensureNoRunTag } from '@/api/runs/delete-run-tag';
import { setRunTag } from '@/api/runs/set-run-tag';
import { plural } from '@/shared/format/number';
import { BulkDialog } from './bulk-dialog';

const WAYS = [
  { value: 'set', label: 'Set a tag' },
  { value: 'remove', label: 'Remove a tag' },
];

/** Sets or removes a tag of many runs. */
export default function TagRunsDialog({ runIds, onClose }: { runIds: readonly string[]; onClose: () => void }) {
  const [way, setWay] = useState('set');
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const name = key.trim();
  return (
    <BulkDialog
      title={`Tag ${plural(runIds.length, 'run')}`}
      action={way === 'set' ? 'Set' : 'Remove'}
      runIds={runIds}
      ready={name !== ''}
      work={(runId) => (way === 'set' ? setRunTag({ runId, key: name, value }) : ensureNoRunTag({ runId, key: name }))}
      onClose={onClose}
    >
      <Stack gap="sm">
        <SegmentedControl aria-label="What to do" data={WAYS} value={way} onChange={setWay} fullWidth />
        <TextInput label="Key" value={key} onChange={(event) => setKey(event.currentTarget.value)} data-autofocus />
        {way === 'set' && (
          <TextInput label="Value" value={value} onChange={(event) => setValue(event.currentTarget.value)} />
        )}
      </Stack>
    </BulkDialog>
  );
}
