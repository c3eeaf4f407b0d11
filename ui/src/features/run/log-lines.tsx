import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import textStyles from '@/features/artifacts/text-view.module.css';
import styles from './run-logs.module.css';

const LINE_HEIGHT = 18;
const OVERSCAN = 30;
const NEAR_END_PX = 24;
const ERROR = /\b(error|exception|fatal|critical|traceback)\b/i;
const WARNING = /\bwarn(ing)?\b/i;

interface LogLinesProps {
  lines: readonly string[];
  label: string;
  /** Whether the last line stays in sight. */
  follow: boolean;
  /** Called when the reader scrolls away from the end, or back to it. */
  onFollow: (follow: boolean) => void;
}

/** Lines of a log; only those in sight are in the document. Lines that tell of trouble are marked. */
export function LogLines({ lines, label, follow, onFollow }: LogLinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what calls for it
  useEffect(() => {
    const pane = scroller.current;
    if (follow && pane) pane.scrollTop = pane.scrollHeight;
  }, [follow, lines]);

  function scrolled() {
    const pane = scroller.current;
    if (pane === null) return;
    const atEnd = pane.scrollTop + pane.clientHeight >= pane.scrollHeight - NEAR_END_PX;
    if (atEnd !== follow) onFollow(atEnd);
  }

  const items = virtual.getVirtualItems();
  return (
    <section
      ref={scroller}
      className={textStyles.scroller}
      onScroll={scrolled}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
      tabIndex={0}
      aria-label={`Text of ${label}`}
    >
      <div className={textStyles.lines} style={{ paddingTop: items[0]?.start ?? 0, height: virtual.getTotalSize() }}>
        {items.map(({ index }) => (
          <div key={index} className={`${textStyles.line} ${styles.line}`} data-tone={toneOf(lines[index] ?? '')}>
            <code>{lines[index]}</code>
          </div>
        ))}
      </div>
    </section>
  );
}

function toneOf(line: string): string | undefined {
  if (ERROR.test(line)) return 'bad';
  return WARNING.test(line) ? 'warn' : undefined;
}
