import styles from './explore.module.css';
import { mediaAt } from './logged-media';
import { MediaCell } from './media-cell';
import type { OpenMedia } from './media-dialog';
import { RunName } from './run-name';
import type { RunMedia } from './use-media';

export interface GridProps {
  found: RunMedia[];
  mediaKey: string;
  onOpen: (open: OpenMedia) => void;
}

/** One of each run, that at a step or the last one before it. */
export function MediaGrid({ found, mediaKey, step, onOpen }: GridProps & { step: number }) {
  return (
    <ul className={styles.grid} aria-label={`${mediaKey} at step ${step}`}>
      {found.map(({ run, media }) => {
        const shown = mediaAt(media, mediaKey, step);
        return (
          <li key={run.id} className={styles.card}>
            <RunName run={run} />
            {shown ? (
              <MediaCell run={run} media={shown} onOpen={onOpen} />
            ) : (
              <div className={styles.none}>nothing logged</div>
            )}
            {shown && shown.step !== step && <span className={styles.older}>last one, of step {shown.step}</span>}
          </li>
        );
      })}
    </ul>
  );
}
