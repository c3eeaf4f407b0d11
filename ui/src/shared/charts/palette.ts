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

/** A colour for each id, by its place: the same ids in the same order have the same colours on every page. */
export function colorsOf(ids: readonly string[]): Map<string, string> {
  return new Map(ids.map((id, place) => [id, PALETTE[place % PALETTE.length] ?? PALETTE[0]]));
}
