import { Slider } from '@mantine/core';
import { useState } from 'react';
import { fileUrl } from '@/api/artifacts/source';
import styles from './explore.module.css';
import type { OpenMedia } from './media-dialog';

export type PairMode = 'swipe' | 'difference' | 'beside';

function Picture({ of: { run, media }, ...rest }: { of: OpenMedia; className?: string; style?: object }) {
  const name = `${media.key} · ${run.label} · step ${media.step}`;
  return <img src={fileUrl({ kind: 'run', runId: run.id }, media.path)} alt={name} {...rest} />;
}

/** An image, or two: one drawn over the other as far as a slider says, where they differ, or beside each other. */
export function ImagePair({ first, second, mode }: { first: OpenMedia; second?: OpenMedia; mode: PairMode }) {
  const [share, setShare] = useState(50);
  if (!second) return <Picture of={first} className={styles.full} />;
  const names = (
    <p className={styles.pairNames}>
      <span>{first.run.label}</span>
      <span>{second.run.label}</span>
    </p>
  );
  if (mode === 'beside') {
    return (
      <>
        {names}
        <div className={styles.beside}>
          <Picture of={first} className={styles.half} />
          <Picture of={second} className={styles.half} />
        </div>
      </>
    );
  }
  const swipe = mode === 'swipe';
  const clip = swipe ? { clipPath: `inset(0 0 0 ${share}%)` } : undefined;
  return (
    <>
      {swipe && names}
      {!swipe && <p className={styles.pairNames}>Black where both are alike.</p>}
      <div className={styles.stage} data-mode={mode}>
        <Picture of={first} className={styles.full} />
        <Picture of={second} className={styles.over} style={clip} />
      </div>
      {swipe && (
        <Slider thumbLabel="How far the first one reaches" value={share} onChange={setShare} label={null} mt="xs" />
      )}
    </>
  );
}
