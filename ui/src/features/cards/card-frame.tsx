import { ActionIcon, Menu } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { FileItems } from '@/features/metrics/file-items';
import { plural } from '@/shared/format/number';
import { Icon } from '@/shared/ui/icon';
import type { Card } from './card';
import { CardBody } from './card-body';
import type { AxisRanges, CardRuns } from './card-runs';
import { CardSettings } from './card-settings';
import styles from './cards.module.css';
import type { CardFiles } from './plot-props';

interface CardFrameProps {
  card: Card;
  title: string;
  source: CardRuns;
  height: number;
  ranges?: AxisRanges;
  handle: ReactNode;
  /** What the menu offers besides files. */
  items: ReactNode;
  onSettings: (settings: Card['settings']) => void;
}

/** How many runs a chart is of, of how many. */
function noteOf({ rows, total }: CardRuns): string {
  const more = total !== undefined && total > rows.length;
  return more ? `${rows.length.toLocaleString('en')} of ${plural(total, 'run')}` : plural(rows.length, 'run');
}

/** The frame around a chart of values: title, settings, and menu. */
export function CardFrame({ card, title, source, height, ranges, handle, items, onSettings }: CardFrameProps) {
  const files = useRef<CardFiles>(undefined);
  return (
    <figure className={styles.card} aria-label={`Chart: ${title}`} data-kind={card.kind}>
      <figcaption className={styles.caption}>
        {handle}
        <span className={styles.title} title={title}>
          {title}
        </span>
        {!source.isPending && !source.error && <span className={styles.note}>{noteOf(source)}</span>}
        <CardSettings card={card} title={title} keys={source.keys} onSettings={onSettings} />
        <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="xs" aria-label={`More about the chart ${title}`}>
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {items}
            <FileItems
              title={title}
              rows="Values"
              svg={() => files.current?.svg?.() ?? ''}
              csv={() => files.current?.csv?.() ?? ''}
            />
          </Menu.Dropdown>
        </Menu>
      </figcaption>
      <div className={styles.body} style={{ height }}>
        <CardBody {...{ card, source, title, height, ranges, files }} />
      </div>
    </figure>
  );
}
