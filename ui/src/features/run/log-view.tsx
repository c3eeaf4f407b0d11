import { Button, Switch, TextInput } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { useFileEnd } from '@/api/artifacts/follow-file';
import { type ArtifactSource, fileUrl } from '@/api/artifacts/source';
import { nameOf } from '@/features/artifacts/file-kind';
import { FileProblem } from '@/features/artifacts/file-problem';
import { linesOf } from '@/features/artifacts/text-lines';
import { formatBytes, plural } from '@/shared/format/number';
import { EmptyState } from '@/shared/ui/empty-state';
import { Icon } from '@/shared/ui/icon';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { LogLines } from './log-lines';
import styles from './run-logs.module.css';

interface LogViewProps {
  source: ArtifactSource;
  path: string;
  live: boolean;
  /** The control that chooses the file. */
  choice: ReactNode;
}

/** The end of one log. */
export function LogView({ source, path, live, choice }: LogViewProps) {
  const [follow, setFollow] = useState(true);
  const [text, setText] = useState('');
  const file = useFileEnd(source, path, live && follow);
  const { bytes, start = 0, total = 0 } = file.data ?? {};
  const lines = useMemo(() => {
    const all = linesOf(new TextDecoder().decode(bytes));
    return start > 0 ? all.slice(1) : all; // the first line may be half of one
  }, [bytes, start]);
  const shown = useMemo(() => {
    const wanted = text.toLowerCase();
    return wanted === '' ? lines : lines.filter((line) => line.toLowerCase().includes(wanted));
  }, [lines, text]);
  return (
    <>
      <div className={styles.tools}>
        {choice}
        <TextInput
          type="search"
          aria-label="Find in the log"
          placeholder="Find lines"
          leftSection={<Icon name="search" />}
          w={220}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {live && (
          <Switch label="Follow" checked={follow} onChange={(event) => setFollow(event.currentTarget.checked)} />
        )}
        <span className={styles.note} role="status">
          {text !== '' && `${plural(shown.length, 'line')} found in `}
          {start > 0 ? `the last ${formatBytes(total - start)} of ${formatBytes(total)}` : formatBytes(total)}
        </span>
        <Button
          component="a"
          href={fileUrl(source, path)}
          download={nameOf(path)}
          variant="default"
          leftSection={<Icon name="download" />}
        >
          Download
        </Button>
      </div>
      {file.isPending && <SkeletonRows />}
      {file.isError && !file.data && <FileProblem path={path} error={file.error} onRetry={file.refetch} />}
      {file.data &&
        (total === 0 ? (
          <EmptyState title={live ? 'Nothing printed yet' : 'The log is empty'} />
        ) : (
          <LogLines lines={shown} label={path} follow={follow && text === ''} onFollow={setFollow} />
        ))}
    </>
  );
}
