import { Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from './icon';
import styles from './side-by-side.module.css';

/** One thing that is known of each column. `texts` say what it is, for finding differences, and are shown unless there are `cells`. */
export interface SideRow {
  name: string;
  texts: readonly (string | undefined)[];
  cells?: readonly ReactNode[];
  /** Places of the best values. */
  best?: ReadonlySet<number>;
}

export interface SideGroup {
  title: string;
  rows: readonly SideRow[];
}

interface SideBySideProps {
  label: string;
  heads: readonly { id: string; head: ReactNode }[];
  groups: readonly SideGroup[];
  onlyDifferences: boolean;
  onOnlyDifferences: (only: boolean) => void;
}

export function differs({ texts }: SideRow): boolean {
  return texts.some((text) => (text ?? '') !== (texts[0] ?? ''));
}

/** A few things beside each other: a column for each, a row for what is known of them. */
export function SideBySide({ label, heads, groups, onlyDifferences, onOnlyDifferences }: SideBySideProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section className={styles.scroller} tabIndex={0} aria-label={label}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <td>
              <Switch
                label="Only differences"
                checked={onlyDifferences}
                onChange={(event) => onOnlyDifferences(event.currentTarget.checked)}
              />
            </td>
            {heads.map(({ id, head }) => (
              <th key={id} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ title, rows }) => {
          const shown = onlyDifferences ? rows.filter(differs) : rows;
          return (
            <tbody key={title}>
              <tr className={styles.heading}>
                <th scope="rowgroup" colSpan={heads.length + 1}>
                  {title}
                </th>
              </tr>
              {shown.length === 0 && (
                <tr>
                  <th scope="row">{rows.length === 0 ? 'none' : 'none differ'}</th>
                  <td colSpan={heads.length} />
                </tr>
              )}
              {shown.map((row) => (
                <Row key={row.name} row={row} />
              ))}
            </tbody>
          );
        })}
      </table>
    </section>
  );
}

function Row({ row }: { row: SideRow }) {
  const different = differs(row);
  return (
    <tr>
      <th scope="row" title={row.name}>
        {row.name}
      </th>
      {row.texts.map((text, place) => {
        const best = row.best?.has(place);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: places are those of the columns
          <td key={place} title={text} data-best={best || undefined} data-differs={different || undefined}>
            {best && (
              <span className={styles.mark}>
                <Icon name="star" size={12} />
                <span className="hidden">best </span>
              </span>
            )}
            {row.cells?.[place] ?? text ?? <span className="dim">—</span>}
          </td>
        );
      })}
    </tr>
  );
}
