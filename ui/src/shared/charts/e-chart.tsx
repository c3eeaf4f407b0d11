import { useComputedColorScheme } from '@mantine/core';
import { BoxplotChart, ParallelChart, ScatterChart } from 'echarts/charts';
import { GridComponent, ParallelComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useWidth } from './use-width';

use([BoxplotChart, ParallelChart, ScatterChart, GridComponent, ParallelComponent, TooltipComponent, CanvasRenderer]);

interface EChartProps {
  label: string;
  option: EChartsCoreOption;
  height: number;
}

/** The charts that are not lines over steps. Heavy: import it lazily. */
export default function EChart({ label, option, height }: EChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const scheme = useComputedColorScheme();

  useEffect(() => {
    const target = box.current;
    if (target === null || width === 0) return;
    const made = init(target, scheme === 'dark' ? 'dark' : undefined, { width, height });
    made.setOption({ backgroundColor: 'transparent', animation: false, ...option });
    return () => made.dispose();
  }, [option, scheme, width, height]);

  return <div ref={box} style={{ height }} role="img" aria-label={label} />;
}
