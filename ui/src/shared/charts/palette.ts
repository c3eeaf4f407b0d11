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

const NAMES = ['Blue', 'Orange', 'Green', 'Red', 'Violet', 'Teal', 'Pink', 'Brown', 'Olive', 'Gold'];

/** The hues with their names, to choose from. */
export const NAMED_COLORS: readonly (readonly [name: string, color: string])[] = PALETTE.map((color, place) => [
  NAMES[place] ?? color,
  color,
]);

/** Where more than ten colours are wanted, the same hues come again lighter and darker, then others between them. */
const ROUNDS: readonly [hue: number, lightness: number][] = [
  [0, 0],
  [14, 14],
  [-14, -12],
  [22, -4],
  [-24, 8],
  [7, -18],
];

/** A colour of the palette, turned in hue and lightness; hex. */
function shade(color: string, [turn, lighter]: readonly [number, number]): string {
  if (turn === 0 && lighter === 0) return color;
  const [hue, saturation, lightness] = hslOf(color);
  return hexOf((hue + turn + 360) % 360, saturation, Math.min(78, Math.max(28, lightness + lighter)));
}

function hslOf(color: string): [number, number, number] {
  const parts = [1, 3, 5].map((from) => Number.parseInt(color.slice(from, from + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts;
  const [high, low] = [Math.max(...parts), Math.min(...parts)];
  const range = high - low || 1;
  const sum = high + low;
  let hue = (red - green) / range + 4;
  if (high === red) hue = (green - blue) / range;
  else if (high === green) hue = (blue - red) / range + 2;
  return [(hue * 60 + 360) % 360, (100 * (high - low)) / (1 - Math.abs(sum - 1) || 1), 50 * sum];
}

function hexOf(hue: number, saturation: number, lightness: number): string {
  const light = lightness / 100;
  const reach = (saturation / 100) * Math.min(light, 1 - light);
  const part = (place: number) => {
    const turned = (place + hue / 30) % 12;
    const value = light - reach * Math.max(-1, Math.min(turned - 3, 9 - turned, 1));
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${part(0)}${part(8)}${part(4)}`;
}

const COLORS: readonly string[] = ROUNDS.flatMap((round) => PALETTE.map((color) => shade(color, round)));

/**
 * A colour for each id, chosen by the id itself, so that a run has the same colour in tables and charts and in any order. Ids that would
 * share a colour move on to the next free one while there is any: of the ten hues first, then of their shades.
 */
export function colorsOf(ids: readonly string[]): Map<string, string> {
  const size = PALETTE.length;
  const places = new Map<string, number>();
  [...new Set(ids)].sort().forEach((id, index, all) => {
    // In rounds of ten, each of which uses every hue once.
    const round = Math.floor(index / size);
    const taken = new Set(all.slice(round * size, index).map((other) => (places.get(other) ?? 0) % size));
    let place = hash(id) % size;
    while (taken.has(place)) place = (place + 1) % size;
    places.set(id, (round % ROUNDS.length) * size + place);
  });
  return new Map(ids.map((id) => [id, COLORS[places.get(id) ?? 0] ?? PALETTE[0]]));
}

/** FNV-1a, 32 bits: spreads ids that differ in one character. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return state >>> 0;
}
