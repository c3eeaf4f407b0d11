import { Button, Group, Modal, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { RunList } from '@/api/runs/run-list';
import { download } from '@/features/metrics/chart-file';
import { plural } from '@/shared/format/number';
import { runsAsCsv } from './runs-as-csv';

interface CsvDialogProps {
  name: string;
  list: RunList;
  /** Only these runs. */
  runIds?: readonly string[];
  /** Ids of the columns. */
  ids: readonly string[];
  onClose: () => void;
}

/** Reads runs page by page into a CSV file, and gives it to the reader; says how far it is, and can be stopped. */
export default function CsvDialog({ name, list, runIds, ids, onClose }: CsvDialogProps) {
  const [runs, setRuns] = useState(0);
  const [error, setError] = useState<string>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the file is made once, of what was shown when it was asked for
  useEffect(() => {
    const stop = new AbortController();
    runsAsCsv({ list, runIds, ids, onProgress: setRuns, signal: stop.signal }).then(
      (file) => {
        if (stop.signal.aborted) return;
        download(name, 'csv', 'text/csv', file);
        onClose();
      },
      (failure: unknown) => {
        if (!stop.signal.aborted) setError(failure instanceof Error ? failure.message : String(failure));
      },
    );
    return () => stop.abort();
  }, []);
  return (
    <Modal opened onClose={onClose} title="Download as CSV" size="sm" transitionProps={{ duration: 0 }}>
      <Stack gap="sm">
        <div role="status">{plural(runs, 'run')} read</div>
        {error && <div role="alert">The file could not be made: {error}</div>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {error ? 'Close' : 'Stop'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
