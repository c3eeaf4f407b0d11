import { useState } from 'react';
import { fileUrl } from '@/api/artifacts/source';
import styles from './explore.module.css';
import type { OpenMedia } from './media-dialog';

interface MediaCellProps extends OpenMedia {
  onOpen: (open: OpenMedia) => void;
}

/** The preview of an image, which the browser fetches only when it comes into sight, or a player. */
export function MediaCell({ run, media, onOpen }: MediaCellProps) {
  const [broken, setBroken] = useState<string>();
  const name = `${media.key} of ${run.label} at step ${media.step}`;
  const source = { kind: 'run', runId: run.id } as const;
  const onError = () => setBroken(media.previewPath);
  if (broken === media.previewPath) return <div className={styles.none}>cannot be shown</div>;
  if (media.kind !== 'image') {
    const player = { className: styles.player, src: fileUrl(source, media.path), controls: true, onError };
    const Player = media.kind;
    // Sound and film are somebody's logged files: they come without captions.
    return <Player key={media.path} {...player} preload="metadata" aria-label={name} />;
  }
  return (
    <button
      type="button"
      className={styles.thumbnail}
      onClick={() => onOpen({ run, media })}
      aria-label={`Enlarge ${name}`}
    >
      <img src={fileUrl(source, media.previewPath)} alt={name} loading="lazy" decoding="async" onError={onError} />
    </button>
  );
}
