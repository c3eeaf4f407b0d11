import { Menu } from '@mantine/core';
import { Icon } from '@/shared/ui/icon';
import { type CardSize, SIZES } from './card';

export interface CardActions {
  size: CardSize;
  onSize: (size: CardSize) => void;
  /** By one place; absent where there is none. */
  onBefore?: () => void;
  onBehind?: () => void;
  onRemove: () => void;
  /** Adds a copy to the charts of the page, where the chart is not one of them. */
  onKeep?: () => void;
}

const NAMES: Record<CardSize, string> = { small: 'Small', medium: 'Medium', large: 'Large' };

/** What can be done with a chart that somebody added, in its menu. */
export function CardItems({ size, onSize, onBefore, onBehind, onRemove, onKeep }: CardActions) {
  return (
    <>
      <Menu.Label>Size</Menu.Label>
      {SIZES.map((each) => (
        <Menu.Item
          key={each}
          aria-current={each === size || undefined}
          leftSection={each === size ? <Icon name="check" /> : <span style={{ width: 14 }} />}
          onClick={() => onSize(each)}
        >
          {NAMES[each]}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<Icon name="up" />} disabled={!onBefore} onClick={onBefore}>
        Move forward
      </Menu.Item>
      <Menu.Item leftSection={<Icon name="down" />} disabled={!onBehind} onClick={onBehind}>
        Move back
      </Menu.Item>
      {onKeep && (
        <Menu.Item leftSection={<Icon name="pin" />} onClick={onKeep}>
          Add to the charts
        </Menu.Item>
      )}
      <Menu.Item leftSection={<Icon name="close" />} onClick={onRemove}>
        Remove
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}
