import { useComputedColorScheme } from '@mantine/core';
import { BoxplotChart, CustomChart, ParallelChart, ScatterChart } from 'echarts/charts';
import { GridComponent, ParallelComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { type EChartHandlers, listen } from './e-chart-events';
import type { Range } from './series';
import { useWhileHeld } from './use-while-held';
import { useWidth } from './use-width';

use([
  BoxplotChart,
  CustomChart,
  ParallelChart,
  ScatterChart,
  GridComponent,
  ParallelComponent,
  TooltipComponent,
  CanvasRenderer,
]);

interface EChartProps extends EChartHandlers {
  label: string;
  /** What to draw, in a width in px. */
  option: EChartsCoreOption | ((width: number) => EChartsCoreOption);
  height: number;
  /** Parts of parallel axes that are chosen, by the place of the axis. */
  areas?: readonly (Range | undefined)[];
  /** The item that stands out, of the last series. */
  marked?: number;
}

/** The charts that are not lines over steps. Heavy: import it lazily. */
export default function EChart({ label, option, height, areas, marked, onPoint, onOpen, onArea }: EChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const last = useRef(0);
  const width = useWidth(box);
  const scheme = useComputedColorScheme();
  const whileHeld = useWhileHeld(box);
  const handlers = useRef<EChartHandlers>({});
  handlers.current = { onPoint, onOpen, onArea };

  useEffect(() => {
    const target = box.current;
    if (target === null || width === 0) return;
    const made = init(target, scheme === 'dark' ? 'dark' : undefined, { width, height });
    chart.current = made;
    listen(made, handlers);
    return () => {
      chart.current = undefined;
      made.dispose();
    };
  }, [scheme, width, height]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart that was built anew must be told again
  useEffect(() => {
    whileHeld.unless(() => {
      const drawn = typeof option === 'function' ? option(width) : option;
      last.current = (drawn.series as unknown[]).length - 1;
      chart.current?.setOption({ backgroundColor: 'transparent', animation: false, ...drawn }, true);
      areas?.forEach((area, axis) => {
        if (area)
          chart.current?.dispatchAction({ type: 'axisAreaSelect', parallelAxisIndex: axis, intervals: [[...area]] });
      });
      // Areas that were not dragged are drawn when the axes are drawn again.
      if (areas?.some(Boolean)) chart.current?.resize({ width, height });
      box.current?.setAttribute('data-drawn', '');
    });
  }, [option, areas, scheme, width, height]);

  useEffect(() => {
    if (marked === undefined) return;
    const place = { seriesIndex: last.current, dataIndex: marked };
    chart.current?.dispatchAction({ type: 'highlight', ...place });
    return () => {
      chart.current?.dispatchAction({ type: 'downplay', ...place });
    };
  }, [marked]);

  return <div ref={box} style={{ height }} role="img" aria-label={label} />;
}
