import { Button, Menu } from '@mantine/core';
import { Icon } from '@/shared/ui/icon';
import { type Card, type CardKind, KINDS } from './card';
import { KIND_FACTS } from './card-kinds';

const FIRST_SIZE: Partial<Record<CardKind, Card['size']>> = { parallel: 'large', images: 'large' };

/** Adds a chart of a kind, with settings that go without saying. */
export function AddChart({ onAdd }: { onAdd: (card: Card) => void }) {
  return (
    <Menu position="bottom-start" width={270} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button variant="default" leftSection={<Icon name="plus" />}>
          Add chart
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {KINDS.map((kind) => (
          <Menu.Item key={kind} onClick={() => onAdd({ kind, size: FIRST_SIZE[kind] ?? 'small', settings: {} })}>
            {KIND_FACTS[kind].title}
            <br />
            <span className="dim">{KIND_FACTS[kind].says}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
