import { Menu } from '@mantine/core';
import { Icon } from '@/shared/ui/icon';
import { download, downloadPng } from './chart-file';

interface FileItemsProps {
  title: string;
  /** What is in the table: points or runs. */
  rows: string;
  svg: () => string | Promise<string>;
  csv: () => string | Promise<string>;
}

/** The ways to take a chart away. */
export function FileItems({ title, rows, svg, csv }: FileItemsProps) {
  const icon = <Icon name="download" />;
  return (
    <>
      <Menu.Item leftSection={icon} onClick={async () => download(title, 'svg', 'image/svg+xml', await svg())}>
        Picture (SVG)
      </Menu.Item>
      <Menu.Item leftSection={icon} onClick={async () => downloadPng(title, await svg())}>
        Picture (PNG)
      </Menu.Item>
      <Menu.Item leftSection={icon} onClick={async () => download(title, 'csv', 'text/csv', await csv())}>
        {rows} (CSV)
      </Menu.Item>
    </>
  );
}
