import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { Frame } from './draw-lines';
import styles from './line-chart.module.css';
import { pressInChart } from './line-keys';
import { lineOptions, type XAxis } from './line-options';
import { LineOverlay } from './line-overlay';
import { rangesOf } from './line-ranges';
import { paintLines } from './paint-lines';
import type { Range, Series } from './series';
import { useWidth } from './use-width';

export interface LineChartProps {
  label: string;
  series: Series[];
  xAxis: XAxis;
  /** What the horizontal axis is called where it is a metric. */
  xName?: string;
  logX?: boolean;
  logY?: boolean;
  height?: number;
  /** Charts with the same key share the cross-hair. */
  syncKey?: string;
  zoom?: Range;
  /** A dragged range, or nothing after a double click. */
  onZoom?: (range: Range | undefined) => void;
  onPainted?: (chart: HTMLElement) => void;
}

function token(element: HTMLElement, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

function frameOf(chart: uPlot, logX: boolean, logY: boolean): Frame {
  const { x, y } = chart.scales;
  return { box: chart.bbox, x: [x?.min ?? 0, x?.max ?? 1], y: [y?.min ?? 0, y?.max ?? 1], logX, logY };
}

/** Lines over one axis. Dragging zooms in, a double click zooms out. */
export function LineChart(props: LineChartProps) {
  const { label, series, xAxis, logX = false, logY = false, height = 200, syncKey, zoom } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const [pointer, setPointer] = useState<{ left: number; top: number }>();
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const [frame, setFrame] = useState<Frame>();
  const width = useWidth(box);
  const scheme = useComputedColorScheme();
  const ranges = useMemo(() => rangesOf(series, logX, logY, zoom), [series, logX, logY, zoom]);
  const shown = useRef({ ...props, ranges });
  shown.current = { ...props, ranges };
  const ready = width > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: built anew when its look changes; size and data follow below
  useEffect(() => {
    const target = box.current;
    if (target === null || !ready) return;
    const options = lineOptions({
      text: token(target, '--dim'),
      grid: token(target, '--line-soft'),
      font: '11px system-ui, sans-serif',
      ...{ xAxis, logX, logY, width, height, syncKey },
      rangeX: () => shown.current.ranges.x,
      rangeY: () => shown.current.ranges.y,
      onZoom: (range) => shown.current.onZoom?.(range),
    });
    options.hooks = {
      ...options.hooks,
      draw: [
        (chart) => {
          const drawn = frameOf(chart, logX, logY);
          paintLines(chart.ctx, shown.current.series, drawn);
          setFrame(drawn);
          shown.current.onPainted?.(target);
        },
      ],
      setCursor: [
        ({ cursor: { left = -1, top = -1 } }) => setPointer(left >= 0 && top >= 0 ? { left, top } : undefined),
      ],
    };
    const { x, y } = shown.current.ranges;
    const chart = new uPlot(options, [[...x], [...y]], target);
    plot.current = chart;
    return () => {
      plot.current = undefined;
      setPointer(undefined);
      setFrame(undefined);
      chart.destroy();
    };
  }, [xAxis, logX, logY, scheme, ready, syncKey, height]);

  useEffect(() => {
    const chart = plot.current;
    if (ready && chart && (chart.width !== width || chart.height !== height)) chart.setSize({ width, height });
  }, [width, height, ready]);

  const first = useRef(ranges);
  useEffect(() => {
    if (first.current === ranges) return;
    first.current = ranges;
    plot.current?.setData([[...ranges.x], [...ranges.y]]);
  }, [ranges]);

  return (
    <div
      ref={box}
      className={styles.chart}
      style={{ height }}
      role="img"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its values are read with the arrow keys
      tabIndex={0}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onKeyDown={(event) => {
        const chart = plot.current;
        if (event.ctrlKey || event.metaKey || event.altKey || chart === undefined) return;
        if (pressInChart(chart, event, zoom !== undefined, props.onZoom)) event.preventDefault();
      }}
    >
      {(hovered || focused) && pointer && frame && (
        <LineOverlay {...{ pointer, frame, series, width, height, xAxis }} xName={props.xName} told={focused} />
      )}
    </div>
  );
}
