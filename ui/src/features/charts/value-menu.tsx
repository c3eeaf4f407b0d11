import { ActionIcon, Menu } from '@mantine/core';
import { FileItems } from '@/features/metrics/file-items';
import type { Bar } from '@/shared/charts/bar-list';
import { csvLines } from '@/shared/format/csv';
import { Icon } from '@/shared/ui/icon';

/** Takes bars away as a picture or as numbers. */
export function ValueMenu({ metricKey, bars }: { metricKey: string; bars: Bar[] }) {
  const svg = async () => (await import('@/shared/charts/svg-bars')).barsAsSvg(metricKey, bars);
  const csv = () => csvLines([['run_id', 'run', metricKey], ...bars.map(({ id, label, value }) => [id, label, value])]);
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="xs" aria-label={`More about the values of ${metricKey}`}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <FileItems title={metricKey} rows="Values" svg={svg} csv={csv} />
      </Menu.Dropdown>
    </Menu>
  );
}
