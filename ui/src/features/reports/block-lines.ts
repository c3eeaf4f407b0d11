/** What is wrong with a line of a block, and what to do. Lines are counted from 1; 0 is the block as a whole. */
export interface BlockFault {
  line: number;
  source: string;
  text: string;
}

/** A line `key: value`. */
export interface BlockLine {
  value: string;
  line: number;
  source: string;
}

export type BlockLines = ReadonlyMap<string, BlockLine>;

const LINE = /^([A-Za-z]+)\s*:\s*(.*)$/;
const PIECE = /(?:[^,`]|`[^`]*`?)+/g;

/** The lines of a block by their keys. Empty lines, and those that begin with #, say nothing. */
export function linesIn(text: string, known: readonly string[]): { lines: BlockLines; faults: BlockFault[] } {
  const lines = new Map<string, BlockLine>();
  const faults: BlockFault[] = [];
  for (const [place, written] of text.split('\n').entries()) {
    const [line, source] = [place + 1, written.trim()];
    if (source === '' || source.startsWith('#')) continue;
    const fault = (text: string) => faults.push({ line, source, text });
    const match = LINE.exec(source);
    const key = match?.[1]?.toLowerCase() ?? '';
    const value = match?.[2]?.trim() ?? '';
    if (!match) fault('Write a key, a colon and a value, such as “limit: 20”.');
    else if (!known.includes(key)) fault(`There is no “${key}” here. The keys are ${known.join(', ')}.`);
    else if (lines.has(key)) fault(`“${key}” was said in line ${lines.get(key)?.line} already. Remove one of the two.`);
    else if (value === '') fault('The value is missing. Write one, or remove the line.');
    else lines.set(key, { value, line, source });
  }
  return { lines, faults };
}

/** The members of a list, which commas divide, but not within back-ticks. */
export function membersOf(value: string | undefined): string[] {
  return [...(value ?? '').matchAll(PIECE)].map(([piece]) => piece.trim()).filter((piece) => piece !== '');
}

/** A key as it is, without the back-ticks that it may stand in: params.`learning rate` is params.learning rate. */
export function plainKey(text: string): string {
  return text.replace(/^((?:[\w:]+\.)?)`([^`]*)`$/, '$1$2');
}
