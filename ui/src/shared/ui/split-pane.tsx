import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import styles from './split-pane.module.css';

const NARROWEST = 20;
const EVEN = 50;
const STEP = 5;

interface SplitPaneProps {
  /** The width of the left side, in percent. */
  share: number;
  onShare: (share: number | undefined) => void;
  left: ReactNode;
  right: ReactNode;
}

/** The share that an address gives, within what can still be read. */
export function shareOf(text: string | undefined): number {
  const share = Number(text ?? EVEN);
  return Number.isFinite(share) ? Math.min(100 - NARROWEST, Math.max(NARROWEST, share)) : EVEN;
}

/** Two sides with an edge between them that is dragged, or moved by the arrow keys; Home and a double press make them even. */
export function SplitPane({ share, onShare, left, right }: SplitPaneProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<number>();
  const shown = dragged ?? share;

  function place(event: PointerEvent): number {
    const box = frame.current?.getBoundingClientRect();
    return box && box.width > 0 ? shareOf(String(Math.round((100 * (event.clientX - box.left)) / box.width))) : share;
  }

  function press(event: KeyboardEvent) {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (step !== undefined) onShare(shareOf(String(share + step)));
    else if (event.key === 'Home') onShare(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div ref={frame} className={styles.frame}>
      <div className={styles.side} style={{ width: `${shown}%` }}>
        {left}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved, this edge can */}
      <div
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label="Width of the left side"
        aria-valuenow={shown}
        aria-valuemin={NARROWEST}
        aria-valuemax={100 - NARROWEST}
        className={styles.edge}
        data-active={dragged !== undefined || undefined}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragged(share);
        }}
        onPointerMove={(event) => dragged !== undefined && setDragged(place(event))}
        onPointerUp={(event) => {
          if (dragged === undefined) return;
          onShare(place(event));
          setDragged(undefined);
        }}
        onPointerCancel={() => setDragged(undefined)}
        onDoubleClick={() => onShare(undefined)}
        onKeyDown={press}
      />
      <div className={styles.side} style={{ flex: 1 }}>
        {right}
      </div>
    </div>
  );
}
