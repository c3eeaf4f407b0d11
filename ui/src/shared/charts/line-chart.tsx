import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import styles from './line-chart.module.css';
import { lineOptions, type XAxis } from './line-options';
import { LineTip, type Pointed } from './line-tip';
import { align, type Series } from './series';
import { useWidth } from './use-width';

interface LineChartProps {
  label: string;
  series: Series[];
  xAxis: XAxis;
  logY?: boolean;
  height?: number;
  /** Charts with the same key share the cross-hair. */
  syncKey?: string;
}

function token(element: HTMLElement, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

/** Lines over one axis. Dragging zooms in, a double click zooms out. */
export function LineChart({ label, series, xAxis, logY = false, height = 200, syncKey }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const [pointed, setPointed] = useState<Pointed>();
  const [hovered, setHovered] = useState(false);
  const width = useWidth(box);
  const scheme = useComputedColorScheme();
  const data = useMemo(() => align(series), [series]);
  const shape = series.map((each) => `${each.id} ${each.color} ${each.label}`).join('\n');
  const ready = width > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: built anew when its look changes; size and data follow below
  useEffect(() => {
    const target = box.current;
    if (target === null || !ready) return;
    const look = {
      text: token(target, '--dim'),
      grid: token(target, '--line-soft'),
      font: '11px system-ui, sans-serif',
    };
    const options = lineOptions(series, { ...look, xAxis, logY, width, height, syncKey });
    options.hooks = {
      setCursor: [
        (chart) => {
          const { idx, left, top } = chart.cursor;
          const inside = idx !== null && idx !== undefined && (left ?? -1) >= 0;
          setPointed(inside ? { index: idx, left: left ?? 0, y: chart.posToVal(top ?? 0, 'y') } : undefined);
        },
      ],
    };
    const chart = new uPlot(options, data as uPlot.AlignedData, target);
    plot.current = chart;
    return () => {
      plot.current = undefined;
      setPointed(undefined);
      chart.destroy();
    };
  }, [shape, xAxis, logY, scheme, ready, syncKey, height]);

  useEffect(() => {
    if (ready) plot.current?.setSize({ width, height });
  }, [width, height, ready]);

  useEffect(() => {
    plot.current?.setData(data as uPlot.AlignedData);
  }, [data]);

  return (
    <div
      ref={box}
      className={styles.chart}
      style={{ height }}
      role="img"
      aria-label={label}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
    >
      {hovered && pointed && <LineTip pointed={pointed} data={data} series={series} xAxis={xAxis} width={width} />}
    </div>
  );
}
