import { ActionIcon, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Range, Series } from '@/shared/charts/series';
import { Icon } from '@/shared/ui/icon';
import { axisMetric, axisOf, type ChartView } from './chart-view';
import { FileItems } from './file-items';
import type { RunLine } from './run-lines';

interface ChartMenuProps {
  metricKey: string;
  lines: RunLine[];
  series: Series[];
  view: ChartView;
  zoom: Range | undefined;
  /** What else can be done with the chart. */
  children?: ReactNode;
  onKeep?: (key: string) => void;
}

/** Takes a chart away as a picture or as numbers. What writes them is fetched when it is wanted. */
export function ChartMenu({ metricKey, lines, series, view, zoom, children, onKeep }: ChartMenuProps) {
  const svg = async () => {
    const { linesAsSvg } = await import('@/shared/charts/svg-lines');
    const axis = axisOf(view);
    const logX = view.logx === '1' && axis !== 'time';
    const options = { title: metricKey, xAxis: axis, xName: axisMetric(view), logX, logY: view.log === '1', zoom };
    return linesAsSvg(series, options);
  };
  const csv = async () => (await import('./lines-as-csv')).linesAsCsv(lines);
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="xs" aria-label={`More about the chart of ${metricKey}`}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {children}
        {onKeep && (
          <Menu.Item leftSection={<Icon name="pin" />} onClick={() => onKeep(metricKey)}>
            Add to the charts at the top
          </Menu.Item>
        )}
        <FileItems title={metricKey} rows="Points" svg={svg} csv={csv} />
      </Menu.Dropdown>
    </Menu>
  );
}
