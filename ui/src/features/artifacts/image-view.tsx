import { ActionIcon } from '@mantine/core';
import { useState } from 'react';
import { type ArtifactSource, fileUrl } from '@/api/artifacts/source';
import { EmptyState } from '@/shared/ui/empty-state';
import { Icon, type IconName } from '@/shared/ui/icon';
import { nameOf } from './file-kind';
import styles from './media.module.css';

const STEP = 1.5;
const SMALLEST = 0.05;
const LARGEST = 32;

/** An image, fitted to the view or at any size in pixels. */
export function ImageView({ source, path }: { source: ArtifactSource; path: string }) {
  const [size, setSize] = useState<{ width: number; height: number }>();
  const [zoom, setZoom] = useState<number>();
  const [broken, setBroken] = useState(false);
  if (broken) {
    return (
      <EmptyState title="The image cannot be shown">
        <p>The file is missing, damaged, or of another kind than its name says.</p>
      </EmptyState>
    );
  }
  const by = (factor: number) => setZoom(Math.min(LARGEST, Math.max(SMALLEST, (zoom ?? 1) * factor)));
  return (
    <>
      <div className={styles.tools}>
        <Tool icon="minus" label="Zoom out" onClick={() => by(1 / STEP)} />
        <Tool icon="plus" label="Zoom in" onClick={() => by(STEP)} />
        <Tool icon="fit" label="Fit the view" onClick={() => setZoom(undefined)} />
        <span className="dim">
          {size && `${size.width} × ${size.height}`}
          {' · '}
          {zoom === undefined ? 'fitted' : `${Math.round(zoom * 100)} %`}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className={styles.image} data-fit={zoom === undefined || undefined} tabIndex={0} aria-label="Image">
        <img
          src={fileUrl(source, path)}
          alt={nameOf(path)}
          style={zoom !== undefined && size ? { width: size.width * zoom, height: size.height * zoom } : undefined}
          data-pixels={(zoom ?? 1) > 2 || undefined}
          onLoad={({ currentTarget: image }) => setSize({ width: image.naturalWidth, height: image.naturalHeight })}
          onError={() => setBroken(true)}
        />
      </section>
    </>
  );
}

function Tool({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" onClick={onClick} aria-label={label} title={label}>
      <Icon name={icon} />
    </ActionIcon>
  );
}
