import type { BlockKind } from './block';

/** What the lines of a block say, by key; what is empty is left out. */
export type BlockEntries = Record<string, string | number | readonly string[] | undefined>;

const PLAIN = /^[^,`\n]*$/;

/** A member of a list: in back-ticks where a comma would divide it. */
function member(text: string): string {
  if (PLAIN.test(text)) return text;
  const [, kind = '', key = text] = /^((?:metrics|params|tags)(?::\w+)?\.)([\s\S]*)$/.exec(text) ?? [];
  return `${kind}\`${key.replaceAll('`', '').replaceAll('\n', ' ')}\``;
}

/** A block as it stands in a report, with its fence. */
export function writeBlock(kind: BlockKind, entries: BlockEntries): string {
  const lines = Object.entries(entries).flatMap(([key, value]) => {
    const text = Array.isArray(value)
      ? value.map(member).join(', ')
      : String(value ?? '')
          .replaceAll('\n', ' ')
          .trim();
    return text === '' ? [] : [`${key}: ${text}`];
  });
  return ['```', `barograph-${kind}`, '\n', lines.map((line) => `${line}\n`).join(''), '```'].join('');
}

/** The text with a block on lines of its own at a place, and where the caret stands behind it. */
export function withBlock(text: string, place: number, block: string): { text: string; caret: number } {
  const before = text.slice(0, place).trimEnd();
  const after = text.slice(place).trimStart();
  const start = before === '' ? block : `${before}\n\n${block}`;
  return { text: `${start}\n\n${after}`, caret: start.length + 2 };
}
