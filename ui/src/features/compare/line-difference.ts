import { diffLines } from 'diff';

/** A line of two texts laid over each other, or a stretch of lines that are the same in both and left out. */
export type DifferenceRow =
  | { kind: 'same' | 'left' | 'right'; left?: number; right?: number; text: string }
  | { kind: 'gap'; lines: number };

const CONTEXT = 3;
const PATIENCE_MS = 2_000;

/** The lines of two texts, with three lines around each difference; nothing if it would take too long to find them. */
export function lineDifference(left: string, right: string, context = CONTEXT): DifferenceRow[] | undefined {
  const parts = diffLines(withEnd(left), withEnd(right), { timeout: PATIENCE_MS });
  if (parts === undefined) return undefined;
  const rows: DifferenceRow[] = [];
  let [at, beside] = [0, 0];
  for (const { value, added, removed } of parts) {
    const kind = added ? 'right' : removed ? 'left' : 'same';
    const lines = value.split('\n');
    lines.pop();
    for (const text of lines) {
      if (kind !== 'right') at += 1;
      if (kind !== 'left') beside += 1;
      rows.push({ kind, left: kind === 'right' ? undefined : at, right: kind === 'left' ? undefined : beside, text });
    }
  }
  return withGaps(rows, context);
}

/** A last line without its end is a line as well. */
function withEnd(text: string): string {
  const lines = text.replaceAll('\r\n', '\n');
  return lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`;
}

function withGaps(rows: readonly DifferenceRow[], context: number): DifferenceRow[] {
  const near = new Uint8Array(rows.length);
  rows.forEach((row, index) => {
    if (row.kind !== 'same') near.fill(1, Math.max(0, index - context), index + context + 1);
  });
  const kept: DifferenceRow[] = [];
  rows.forEach((row, index) => {
    const last = kept.at(-1);
    if (near[index]) kept.push(row);
    else if (last?.kind === 'gap') last.lines += 1;
    else kept.push({ kind: 'gap', lines: 1 });
  });
  return kept;
}
