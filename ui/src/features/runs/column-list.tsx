import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { ColumnChoice } from './column-choice';
import styles from './column-picker.module.css';
import type { PickerEntry } from './picker-entries';
import type { KnownKeys } from './use-run-keys';
import type { RunsView } from './use-runs-view';

const LINE_HEIGHT = 24;
const OVERSCAN = 12;

interface ColumnListProps {
  entries: readonly PickerEntry[];
  view: RunsView;
  chosen: readonly string[];
  keys: KnownKeys;
}

/** The lines of the column picker, of which only those in sight are in the document: there may be thousands. */
export function ColumnList({ entries, view, chosen, keys }: ColumnListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  return (
    <div ref={scroller} className={styles.list}>
      <div style={{ height: virtual.getTotalSize(), paddingTop: items[0]?.start ?? 0 }}>
        {items.map(({ index }) => {
          const entry = entries[index];
          if (entry === undefined) return null;
          if ('title' in entry) {
            return (
              <div key={entry.title} className={styles.group}>
                {entry.title}
              </div>
            );
          }
          const { id, shown } = entry;
          return (
            <ColumnChoice key={id} id={id} view={view} chosen={chosen} idle={shown && view.lean && !keys.varies(id)} />
          );
        })}
      </div>
    </div>
  );
}
