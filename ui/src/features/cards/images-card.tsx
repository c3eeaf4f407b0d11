import { ActionIcon, Menu } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import { Icon } from '@/shared/ui/icon';
import type { Card } from './card';
import type { DrawnRuns } from './card-runs';
import styles from './cards.module.css';

const ImageExplorer = lazy(() => import('@/features/explore/image-explorer'));

interface ImagesCardProps {
  card: Card;
  title: string;
  drawn: DrawnRuns;
  height: number;
  handle: ReactNode;
  items: ReactNode;
  onSettings: (settings: Card['settings']) => void;
}

/** Images of runs among the charts. */
export function ImagesCard({ card, title, drawn, height, handle, items, onSettings }: ImagesCardProps) {
  const { image, step } = card.settings;
  return (
    <figure className={styles.card} aria-label={`Chart: ${title}`} data-kind={card.kind}>
      <figcaption className={styles.caption}>
        {handle}
        <span className={styles.title}>{title}</span>
        <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="xs" aria-label={`More about the chart ${title}`}>
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>{items}</Menu.Dropdown>
        </Menu>
      </figcaption>
      <div className={styles.images} style={{ height }}>
        <Suspense fallback={<div className={styles.waiting} role="status" aria-label="Loading" />}>
          <ImageExplorer
            runs={drawn.runs}
            image={image}
            step={step}
            onChange={(part) => onSettings({ ...card.settings, ...part })}
          />
        </Suspense>
      </div>
    </figure>
  );
}
