import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type Purging, usePurge, useWeighing } from '@/api/trash/purge-trash';
import type { PurgedItems } from '@/api/types';
import { formatBytes, plural } from '@/shared/format/number';
import { ErrorState } from '@/shared/ui/error-state';
import styles from './trash.module.css';

const KINDS = [
  ['experiment', 'experiment'],
  ['run', 'run'],
  ['logged_model', 'logged model'],
] as const;
const MOST_REASONS = 5;

/** What goes, in words: "1 experiment, 6 runs". */
export function summaryOf(items: PurgedItems['items']): string {
  const parts = KINDS.map(([kind, noun]) => ({
    noun,
    count: (items ?? []).filter((item) => item.kind === kind).length,
  }));
  return parts
    .filter(({ count }) => count > 0)
    .map(({ noun, count }) => plural(count, noun))
    .join(', ');
}

interface PurgeDialogProps {
  purging: Purging;
  onPurged: () => void;
  onClose: () => void;
}

/** Says what would be deleted for good and what that frees, and deletes just that once it is confirmed. */
export function PurgeDialog({ purging, onPurged, onClose }: PurgeDialogProps) {
  const [sure, setSure] = useState(false);
  const weighing = useWeighing(purging);
  const purge = usePurge();
  const weighed = weighing.data;
  const nothing = weighed !== undefined && (weighed.items ?? []).length === 0;

  async function confirm(seal: string) {
    const done = await purge.mutateAsync({ purging, seal });
    onPurged();
    if ((done.staying ?? []).length === 0) onClose();
  }

  return (
    <Modal opened onClose={onClose} title="Delete for good?" size="md" transitionProps={{ duration: 0 }}>
      <Stack gap="sm">
        {weighing.isPending && <div role="status">Looking what would go…</div>}
        {weighing.isError && (
          <ErrorState what="What would go could not be measured" error={weighing.error} onRetry={weighing.refetch} />
        )}
        {purge.isError && (
          <ErrorState
            what="Nothing was purged"
            error={purge.error}
            onRetry={() => {
              purge.reset();
              void weighing.refetch();
            }}
          />
        )}
        {weighed && !purge.data && <Weighed weighed={weighed} nothing={nothing} />}
        {purge.data && <p>{summaryOf(purge.data.items) || 'Nothing'} deleted for good.</p>}
        <Staying outcome={purge.data ?? weighed} />
        {weighed && !nothing && !purge.data && (
          <Checkbox
            label="I know that this cannot be undone"
            checked={sure}
            onChange={(event) => setSure(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {purge.data || nothing ? 'Close' : 'Cancel'}
          </Button>
          {!purge.data && !nothing && (
            <Button
              color="red"
              disabled={!sure || weighed === undefined || weighing.isFetching}
              loading={purge.isPending}
              onClick={() => weighed && void confirm(weighed.seal).catch(() => setSure(false))}
            >
              Delete for good
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function Weighed({ weighed, nothing }: { weighed: PurgedItems; nothing: boolean }) {
  if (nothing) return <p>Nothing of it can be purged.</p>;
  const files = weighed.files ?? 0;
  return (
    <div>
      <p>
        <b>{summaryOf(weighed.items)}</b> would go, with all metrics, parameters and artifacts.
      </p>
      <p className="dim">
        {files === 0 ? 'No files belong to it.' : `${plural(files, 'file')}, ${formatBytes(weighed.bytes ?? 0)}`}
      </p>
    </div>
  );
}

function Staying({ outcome }: { outcome?: PurgedItems }) {
  const staying = outcome?.staying ?? [];
  if (staying.length === 0) return null;
  return (
    <div role="note" className={styles.staying}>
      <Text size="sm" fw={600}>
        {plural(staying.length, 'thing')} would stay
      </Text>
      <ul>
        {staying.slice(0, MOST_REASONS).map((each) => (
          <li key={each.id}>
            {each.kind.replace('_', ' ')} <span className="mono">{each.id.slice(0, 8)}</span>: {each.reason}
          </li>
        ))}
      </ul>
      {staying.length > MOST_REASONS && <span className="dim">and {staying.length - MOST_REASONS} more</span>}
    </div>
  );
}
