import { type ReactNode, useMemo } from 'react';
import styles from './lineage.module.css';
import { CARD_HEIGHT, CARD_WIDTH, type Edge, layout } from './lineage-layout';

/** Something that came from, or led to, something else. */
export interface LineageNode {
  id: string;
  /** Data, run, model, version. */
  kind: string;
  title: ReactNode;
  detail?: ReactNode;
  /** What the page is about. */
  current?: boolean;
}

interface LineageGraphProps {
  label: string;
  /** From left to right: each comes from what stands left of it. */
  columns: readonly (readonly LineageNode[])[];
  edges: readonly Edge[];
}

/** Where something comes from and what came of it, as cards with curves between them. */
export function LineageGraph({ label, columns, edges }: LineageGraphProps) {
  const { cards, paths, width, height } = useMemo(
    () =>
      layout(
        columns.map((nodes) => nodes.map((node) => node.id)),
        edges,
      ),
    [columns, edges],
  );
  const places = new Map(cards.map((card) => [card.id, card]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section className={styles.scroller} aria-label={label} tabIndex={0}>
      <div className={styles.graph} style={{ width, height }}>
        <svg aria-hidden="true" width={width} height={height}>
          {paths.map((path) => (
            <path key={path} d={path} />
          ))}
        </svg>
        <ul className={styles.cards}>
          {columns.flat().map((node) => {
            const { left = 0, top = 0 } = places.get(node.id) ?? {};
            return (
              <li
                key={node.id}
                className={styles.card}
                style={{ left, top, width: CARD_WIDTH, height: CARD_HEIGHT }}
                data-current={node.current || undefined}
              >
                <span className={styles.kind}>{node.kind}</span>
                <span className={styles.title}>{node.title}</span>
                <span className={styles.detail}>{node.detail}</span>
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
