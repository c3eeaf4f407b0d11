/** Ten hues that stay apart in both themes, for lines and dots; the first ones most. */
export const PALETTE = [
  '#2f7fd1',
  '#e07b1f',
  '#2c9b63',
  '#cf4550',
  '#8a63c9',
  '#1aa3b8',
  '#d266ab',
  '#a0714f',
  '#7c8a2e',
  '#c39a1c',
] as const;

/**
 * A colour for each id, chosen by the id itself, so that a run has the same colour in tables and charts and in any order. Ids that would
 * share a colour move on to the next free one while there is any.
 */
export function colorsOf(ids: readonly string[]): Map<string, string> {
  const places = new Map<string, number>();
  const taken = new Set<number>();
  for (const id of [...new Set(ids)].sort()) {
    let place = hash(id) % PALETTE.length;
    while (taken.has(place) && taken.size < PALETTE.length) place = (place + 1) % PALETTE.length;
    taken.add(place);
    places.set(id, place);
  }
  return new Map(ids.map((id) => [id, PALETTE[places.get(id) ?? 0] ?? PALETTE[0]]));
}

/** FNV-1a, 32 bits: spreads ids that differ in one character. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return state >>> 0;
}
