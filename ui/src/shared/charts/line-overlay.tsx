import { useEffect, useMemo, useRef } from 'react';
import { type Frame, placingX, placingY } from './draw-lines';
import styles from './line-chart.module.css';
import type { XAxis } from './line-options';
import { LineTip } from './line-tip';
import { paintStrong } from './paint-lines';
import { pointed } from './pointed';
import type { Series } from './series';

interface LineOverlayProps {
  /** In px from the plot's corner. */
  pointer: { left: number; top: number };
  frame: Frame;
  series: Series[];
  width: number;
  height: number;
  xAxis: XAxis;
  xName?: string;
  /** Whether screen readers are told of the values: the keyboard moves the cross-hair. */
  told?: boolean;
}

/** What follows the pointer: the nearest line stands out, and the values beside it are told. */
export function LineOverlay({ pointer, frame, series, width, height, xAxis, xName, told }: LineOverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = devicePixelRatio;
  const place = { left: pointer.left * ratio + frame.box.left, top: pointer.top * ratio + frame.box.top };
  const found = useMemo(
    () => pointed(series, frame, { left: place.left, top: place.top }, xAxis === 'metric'),
    [series, frame, place.left, place.top, xAxis],
  );
  const near = found[0];

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    if (near) paintStrong(context, near.series, frame, [placingX(frame)(near.x), placingY(frame)(near.y)]);
  }, [near, frame]);

  return (
    <>
      <canvas
        ref={canvas}
        className={styles.overlay}
        width={width * ratio}
        height={height * ratio}
        style={{ width, height }}
      />
      <LineTip {...{ found, xAxis, xName, width, told }} left={pointer.left + frame.box.left / ratio} />
    </>
  );
}
