import type { ReactNode } from 'react';
import styles from './states.module.css';

/** What a list without members shows: what would be here, and how it gets here. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <p className={styles.title}>{title}</p>
      {children}
    </div>
  );
}
