import { ApiError, isMisunderstood } from '@/api/error';
import type { BlockKind } from './block';
import type { BlockFault, BlockLines } from './block-lines';
import styles from './blocks.module.css';

/** What keeps a block from being drawn: the line, what is wrong with it, and what to do. */
export function BlockFaults({ kind, faults }: { kind: BlockKind; faults: readonly BlockFault[] }) {
  return (
    <div className={styles.faults} data-block={kind} role="alert">
      <strong>This {kind} cannot be drawn</strong>
      <ul className={styles.faultList}>
        {faults.map(({ line, source, text }) => (
          <li key={`${line} ${text}`}>
            {line > 0 && (
              <>
                Line {line}, <code>{source}</code>:{' '}
              </>
            )}
            {text}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What a refusal of the server says about a line of a block; nothing if it is not the block's fault. */
export function faultOf(error: Error | null, lines: BlockLines): BlockFault | undefined {
  const gone = error instanceof ApiError && error.status === 404;
  if (!gone && !isMisunderstood(error)) return undefined;
  const about = gone
    ? ['experiments', 'runs']
    : /order/i.test(error.message)
      ? ['order', 'filter']
      : ['filter', 'order'];
  const said = about.map((key) => lines.get(key)).find((each) => each !== undefined);
  return { line: said?.line ?? 0, source: said?.source ?? '', text: error.message };
}
