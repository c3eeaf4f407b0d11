import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { Listed } from '@/api/artifacts/list-artifacts';
import { useArtifactText } from '@/api/artifacts/read-artifact';
import { ApiError } from '@/api/error';
import { isBinary } from '@/features/artifacts/text-lines';
import { plural } from '@/shared/format/number';
import { EmptyState } from '@/shared/ui/empty-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import styles from './file-difference.module.css';
import type { Side } from './files-beside';
import { type DifferenceRow, lineDifference } from './line-difference';

const LINE_HEIGHT = 18;
const OVERSCAN = 30;
const SIGNS = { same: ' ', left: '−', right: '+', gap: '' };

interface FileDifferenceProps {
  path: string;
  left: Side;
  right: Side;
}

function isMissing(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 404;
}

function lackOf([left, right]: [Side, Side], missing: [boolean, boolean]): string {
  if (missing[0] && missing[1]) return 'Neither run has it';
  return `${missing[0] ? left.run.label : right.run.label} does not have it`;
}

/** The lines of a file in which two runs differ. */
export function FileDifference({ path, left, right }: FileDifferenceProps) {
  if (left.source && right.source)
    return <Difference path={path} sides={[left, right]} of={[left.source, right.source]} />;
  return <EmptyState title={lackOf([left, right], [!left.source, !right.source])} />;
}

function Difference({ path, sides, of }: { path: string; sides: [Side, Side]; of: [Listed, Listed] }) {
  const one = useArtifactText(of[0], path);
  const other = useArtifactText(of[1], path);
  const [a, b] = [one.data?.text, other.data?.text];
  const rows = useMemo(() => (a === undefined || b === undefined ? undefined : lineDifference(a, b)), [a, b]);
  const failed = [one, other].find((file) => file.isError);
  if (failed?.error) {
    if (!isMissing(failed.error)) {
      return <ErrorState what="The file could not be read" error={failed.error} onRetry={failed.refetch} />;
    }
    return (
      <EmptyState title={lackOf(sides, [isMissing(one.error), isMissing(other.error)])}>
        <Button variant="default" onClick={() => failed.refetch()}>
          Look again
        </Button>
      </EmptyState>
    );
  }
  if (a === undefined || b === undefined) return <SkeletonRows rows={8} />;
  if (isBinary(a) || isBinary(b)) {
    return <EmptyState title={a === b ? 'Both files begin alike' : 'The files differ, and are no text'} />;
  }
  if (rows === undefined) return <EmptyState title="The files differ in too much to be compared line by line" />;
  const changed = rows.filter((row) => row.kind === 'left' || row.kind === 'right').length;
  const cut = one.data?.cut || other.data?.cut;
  return (
    <>
      {cut && <p className={styles.note}>Only the first 512 KiB of each are compared.</p>}
      {changed === 0 ? <EmptyState title="Both files are the same" /> : <Rows rows={rows} path={path} />}
    </>
  );
}

function Rows({ rows, path }: { rows: readonly DifferenceRow[]; path: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section ref={scroller} className={styles.scroller} tabIndex={0} aria-label={`Differences in ${path}`}>
      <div className={styles.lines} style={{ paddingTop: items[0]?.start ?? 0, height: virtual.getTotalSize() }}>
        {items.map(({ index }) => {
          const row = rows[index];
          return row && <Line key={index} row={row} />;
        })}
      </div>
    </section>
  );
}

function Line({ row }: { row: DifferenceRow }) {
  if (row.kind === 'gap') {
    return (
      <div className={styles.line} data-kind="gap">
        <span className={styles.numbers} />
        <span>{plural(row.lines, 'line')} the same</span>
      </div>
    );
  }
  return (
    <div className={styles.line} data-kind={row.kind}>
      <span className={styles.numbers} aria-hidden="true">
        <span>{row.left}</span>
        <span>{row.right}</span>
      </span>
      <span className={styles.sign} aria-hidden="true">
        {SIGNS[row.kind]}
      </span>
      {row.kind !== 'same' && <span className="hidden">{row.kind === 'left' ? 'left only: ' : 'right only: '}</span>}
      <code>{row.text}</code>
    </div>
  );
}
