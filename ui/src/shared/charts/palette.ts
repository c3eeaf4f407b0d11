/** Ten hues that stay apart in both themes, for lines and dots. */
export const PALETTE = [
  '#2f7fd1',
  '#e07b1f',
  '#2c9b63',
  '#cf4550',
  '#8a63c9',
  '#a0714f',
  '#d266ab',
  '#7c8a2e',
  '#1aa3b8',
  '#c39a1c',
] as const;

function hash(text: string): number {
  let value = 2166136261;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 16777619);
  return value >>> 0;
}

/** A colour for each id: the id's own where it is free, the next one otherwise, so that few ids never share one. */
export function colorsOf(ids: readonly string[]): Map<string, string> {
  const colors = new Map<string, string>();
  let taken = new Set<number>();
  for (const id of ids) {
    if (taken.size === PALETTE.length) taken = new Set();
    let slot = hash(id) % PALETTE.length;
    while (taken.has(slot)) slot = (slot + 1) % PALETTE.length;
    taken.add(slot);
    colors.set(id, PALETTE[slot] ?? PALETTE[0]);
  }
  return colors;
}
