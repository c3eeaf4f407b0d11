import { Menu } from '@mantine/core';
import { Icon } from '@/shared/ui/icon';
import type { Repeatable } from './repeat';

/** “Run again…” in the menu of a run; where it cannot be, with the reason. */
export function AgainItem({ repeatable, onClick }: { repeatable: Repeatable | undefined; onClick: () => void }) {
  return (
    <Menu.Item disabled={!repeatable} leftSection={<Icon name="right" />} onClick={onClick}>
      Run again…
      {!repeatable && <div>Not a run of a project</div>}
    </Menu.Item>
  );
}
