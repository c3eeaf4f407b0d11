import { TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([SVGRenderer, TitleComponent]);

/** A chart as SVG, on white, for a file. The kinds of charts are those that `e-chart.tsx` knows. */
export function chartAsSvg(option: EChartsCoreOption, title: object, width: number, height: number): string {
  const made = init(null, undefined, { renderer: 'svg', ssr: true, width, height });
  made.setOption({ backgroundColor: '#fff', animation: false, title, ...option });
  const text = made.renderToSVGString();
  made.dispose();
  return text;
}
