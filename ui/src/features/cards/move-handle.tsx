import type { DragEvent, KeyboardEvent } from 'react';
import styles from './cards.module.css';

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

interface MoveHandleProps {
  title: string;
  onMove: (by: number) => void;
  onTake: () => void;
  onLetGo: () => void;
}

/** Where a chart is taken to be moved: dragged, or by the arrows while it has the focus. */
export function MoveHandle({ title, onMove, onTake, onLetGo }: MoveHandleProps) {
  const press = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onMove(by);
  };
  const take = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', title);
    const figure = event.currentTarget.closest('figure');
    if (figure) event.dataTransfer.setDragImage(figure, 12, 12);
    onTake();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: some browsers do not drag buttons
    <span
      role="button"
      tabIndex={0}
      draggable
      className={styles.handle}
      aria-label={`Move the chart ${title}: drag, or press an arrow`}
      title="Drag, or press an arrow"
      onKeyDown={press}
      onDragStart={take}
      onDragEnd={onLetGo}
      data-handle
    >
      <svg aria-hidden="true" width="8" height="14" viewBox="0 0 8 14" fill="currentColor">
        {[2, 7, 12].flatMap((y) => [1.5, 6.5].map((x) => <circle key={`${x}-${y}`} cx={x} cy={y} r="1.2" />))}
      </svg>
    </span>
  );
}
