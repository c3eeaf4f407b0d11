import type { ReactNode } from 'react';
import styles from './cards.module.css';

/** Why a chart shows nothing. */
export function EmptyPlot({ children }: { children: ReactNode }) {
  return <p className={styles.empty}>{children}</p>;
}
