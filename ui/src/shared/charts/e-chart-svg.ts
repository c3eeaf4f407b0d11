import { BoxplotChart, ParallelChart, ScatterChart } from 'echarts/charts';
import { GridComponent, ParallelComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BoxplotChart, ParallelChart, ScatterChart, GridComponent, ParallelComponent, SVGRenderer]);

/** How marks look under a pointer, which a picture has no use for. */
const HOVER_STYLE = /<style[\s\S]*?<\/style>/g;

/** A chart that is not lines over steps, as a picture: SVG, px. Heavy: import it lazily. */
export function eChartSvg(option: EChartsCoreOption, width: number, height: number): string {
  const chart = init(null, undefined, { renderer: 'svg', ssr: true, width, height });
  const { tooltip: _, ...drawn } = option;
  try {
    chart.setOption({ backgroundColor: '#fff', animation: false, ...drawn });
    return chart.renderToSVGString().replace(HOVER_STYLE, '');
  } finally {
    chart.dispose();
  }
}
