import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { plural } from '@/shared/format/number';
import type { Block } from './block';
import { askedWords } from './block-question';
import styles from './blocks.module.css';
import { titleOf } from './read-block';

const ID = /^\d+$/;

interface BlockFrameProps {
  block: Block;
  home: string | undefined;
  /** What is shown, and of how many. */
  shown: number;
  of: number;
  noun: string;
  children: ReactNode;
}

/** What a block draws, with its title and with what it asked for. */
export function BlockFrame({ block, home, shown, of, noun, children }: BlockFrameProps) {
  const title = titleOf(block);
  return (
    <figure className={styles.block} data-block={block.kind} aria-label={title}>
      <figcaption className={styles.title}>{title}</figcaption>
      {children}
      <p className={styles.note}>
        <span className="clip" title={askedWords(block, home)}>
          {shown < of ? `${shown.toLocaleString('en')} of ${plural(of, noun)}` : plural(of, noun)} ·{' '}
          {askedWords(block, home)}
        </span>
        <Origin block={block} home={home} />
      </p>
    </figure>
  );
}

/** The way to the runs that a block asks for, where they are in one experiment. */
function Origin({ block, home }: { block: Block; home: string | undefined }) {
  const [only = home, ...others] = block.experiments;
  if (only === undefined || others.length > 0 || !ID.test(only)) return null;
  const search = { filter: block.filter || undefined, selected: block.runIds.join(',') || undefined };
  return (
    <Link to="/experiments/$experimentId" params={{ experimentId: only }} search={search}>
      Open the runs
    </Link>
  );
}
