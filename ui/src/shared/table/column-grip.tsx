import type { KeyboardEvent } from 'react';
import styles from './data-table.module.css';
import type { PlacedColumn } from './use-columns';

const STEP_PX = 16;

/** The right edge of a heading: dragged, moved by the arrow keys, or given its own place again by a double press or Home. */
export function ColumnGrip({ placed }: { placed: PlacedColumn<never> }) {
  const { column, width, resizing, resize, setWidth } = placed;
  function press(event: KeyboardEvent) {
    const step = { ArrowLeft: -STEP_PX, ArrowRight: STEP_PX }[event.key];
    if (step !== undefined) setWidth(width + step);
    else if (event.key === 'Home') setWidth(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved, this edge can
    <span
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${column.header || 'the column'}`}
      aria-valuenow={Math.round(width)}
      className={styles.grip}
      data-active={resizing}
      title="Drag, or ← and → (Home: as it was)"
      onMouseDown={(event) => {
        // The heading around it can be dragged to another place: not from here.
        event.preventDefault();
        resize(event);
      }}
      onTouchStart={resize}
      onDoubleClick={() => setWidth(undefined)}
      onKeyDown={press}
    />
  );
}
