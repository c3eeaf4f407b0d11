import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useArtifacts, useListings } from '@/api/artifacts/list-artifacts';
import type { ArtifactSource } from '@/api/artifacts/source';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Snippet } from '@/shared/ui/snippet';
import { holdsLogs, isLog } from './log-files';
import { LogView } from './log-view';
import styles from './run-logs.module.css';

const EXAMPLE = `barograph.log_artifact("train.log")
barograph.log_text(output, "logs/stdout.txt")`;
const ROOT = 'run:';

interface RunLogsProps {
  runId: string;
  live: boolean;
  /** The open file as the address has it. */
  open: string | undefined;
  onOpen: (open: string) => void;
}

/** What the processes of a run printed, as far as it was logged; the end is followed while the run lives. */
export default function RunLogs({ runId, live, open, onOpen }: RunLogsProps) {
  const source = useMemo((): Extract<ArtifactSource, { kind: 'run' }> => ({ kind: 'run', runId }), [runId]);
  const root = useArtifacts(source, '');
  const folders = (root.data ?? []).filter((file) => file.is_dir && holdsLogs(file.path)).map((file) => file.path);
  const inside = useListings(folders.map((path) => ({ source, path })));
  if (root.isError) return <ErrorState what="Logs could not be listed" error={root.error} onRetry={root.refetch} />;
  if (root.isPending || inside.some((listing) => listing.isPending)) return <SkeletonRows />;
  const paths = [...inside.flatMap((listing) => listing.data ?? []), ...root.data]
    .filter((file) => !file.is_dir && isLog(file.path))
    .map((file) => file.path);
  const path = paths.find((each) => ROOT + each === open) ?? paths[0];
  if (path === undefined) {
    return (
      <EmptyState title="No logs">
        <p>Files that end in .log, and what lies in logs/, are shown here:</p>
        <Snippet code={EXAMPLE} />
      </EmptyState>
    );
  }
  const choice = (
    <Select
      aria-label="Log"
      data={paths}
      value={path}
      allowDeselect={false}
      searchable={paths.length > 8}
      w={260}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={(next) => next && onOpen(ROOT + next)}
    />
  );
  return (
    <div className={styles.logs}>
      <LogView key={path} source={source} path={path} live={live} choice={choice} />
    </div>
  );
}
