import { ActionIcon, Menu } from '@mantine/core';
import type { Range, Series } from '@/shared/charts/series';
import { Icon } from '@/shared/ui/icon';
import { download } from './chart-file';
import { axisMetric, axisOf, type ChartView } from './chart-view';
import type { RunLine } from './run-lines';

interface ChartMenuProps {
  metricKey: string;
  lines: RunLine[];
  series: Series[];
  view: ChartView;
  zoom: Range | undefined;
}

/** Takes a chart away as a picture or as numbers. What writes them is fetched when it is wanted. */
export function ChartMenu({ metricKey, lines, series, view, zoom }: ChartMenuProps) {
  const svg = async () => {
    const { linesAsSvg } = await import('@/shared/charts/svg-lines');
    const axis = axisOf(view);
    const logX = view.logx === '1' && axis !== 'time';
    const options = { title: metricKey, xAxis: axis, xName: axisMetric(view), logX, logY: view.log === '1', zoom };
    download(metricKey, 'svg', 'image/svg+xml', linesAsSvg(series, options));
  };
  const csv = async () => {
    const { linesAsCsv } = await import('./lines-as-csv');
    download(metricKey, 'csv', 'text/csv', linesAsCsv(lines));
  };
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="xs" aria-label={`More about the chart of ${metricKey}`}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="download" />} onClick={svg}>
          Picture (SVG)
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="download" />} onClick={csv}>
          Points (CSV)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
