import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { decodeParts, useArtifactParts } from '@/api/artifacts/read-parts';
import type { ArtifactSource } from '@/api/artifacts/source';
import { formatBytes } from '@/shared/format/number';
import { EmptyState } from '@/shared/ui/empty-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { FileProblem } from './file-problem';
import { isBinary, linesOf } from './text-lines';
import styles from './text-view.module.css';

const LINE_HEIGHT = 18;
const OVERSCAN = 30;

/** A text file with numbered lines, from its beginning; more of it comes on demand. */
export function TextView({ source, path }: { source: ArtifactSource; path: string }) {
  const file = useArtifactParts(source, path);
  const parts = file.data?.pages;
  const text = useMemo(() => decodeParts((parts ?? []).map((part) => part.bytes)), [parts]);
  if (file.isPending) return <SkeletonRows rows={8} />;
  if (file.isError && parts === undefined) return <FileProblem path={path} error={file.error} onRetry={file.refetch} />;
  if (parts === undefined || text === '') return <EmptyState title="The file is empty" />;
  const { end = 0, total = 0 } = parts.at(-1) ?? {};
  return (
    <>
      {isBinary(text) && <p className={styles.note}>This looks like binary data, not like text.</p>}
      <TextLines text={text} label={path} />
      {end < total && (
        <p className={styles.more}>
          The first {formatBytes(end)} of {formatBytes(total)} are shown.
          <Button
            size="compact-sm"
            variant="default"
            loading={file.isFetchingNextPage}
            onClick={() => file.fetchNextPage()}
          >
            Load more
          </Button>
        </p>
      )}
      {file.isFetchNextPageError && <FileProblem path={path} error={file.error} onRetry={() => file.fetchNextPage()} />}
    </>
  );
}

/** Numbered lines of a text; only those in sight are in the document. */
export function TextLines({ text, label }: { text: string; label: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => linesOf(text), [text]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const gutter = `${String(lines.length).length + 2}ch`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section ref={scroller} className={styles.scroller} tabIndex={0} aria-label={`Text of ${label}`}>
      <div className={styles.lines} style={{ paddingTop: items[0]?.start ?? 0, height: virtual.getTotalSize() }}>
        {items.map(({ index }) => (
          <div key={index} className={styles.line}>
            <span className={styles.number} style={{ width: gutter }} aria-hidden="true">
              {index + 1}
            </span>
            <code>{lines[index]}</code>
          </div>
        ))}
      </div>
    </section>
  );
}
