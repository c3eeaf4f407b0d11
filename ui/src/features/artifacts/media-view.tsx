import { useState } from 'react';
import { type ArtifactSource, fileUrl } from '@/api/artifacts/source';
import { EmptyState } from '@/shared/ui/empty-state';
import { nameOf } from './file-kind';
import styles from './media.module.css';

/** Sound or film, read from the server as it plays. */
export function MediaView({ source, path, kind }: { source: ArtifactSource; path: string; kind: 'audio' | 'video' }) {
  const [broken, setBroken] = useState(false);
  if (broken) {
    return (
      <EmptyState title={`The ${kind} cannot be played`}>
        <p>The file is missing, damaged, or in a form that this browser does not know.</p>
      </EmptyState>
    );
  }
  const attributes = { src: fileUrl(source, path), controls: true, 'aria-label': nameOf(path) };
  const onError = () => setBroken(true);
  return (
    <div className={styles.media}>
      {kind === 'audio' ? (
        <audio {...attributes} preload="metadata" onError={onError} />
      ) : (
        <video {...attributes} preload="metadata" onError={onError} />
      )}
    </div>
  );
}
