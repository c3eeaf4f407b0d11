import styles from './states.module.css';

const WIDTHS = [180, 70, 110, 60, 90, 95];

/** Grey rows in the place of a table that is on its way. */
export function SkeletonRows({ rows = 12 }: { rows?: number }) {
  return (
    <div className={styles.bars} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never change places
        <div key={row} className={styles.bar}>
          {WIDTHS.map((width) => (
            <i key={width} style={{ width: width + ((row * 37 + width) % 40) }} />
          ))}
        </div>
      ))}
    </div>
  );
}
