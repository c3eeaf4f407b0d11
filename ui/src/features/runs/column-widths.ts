import { textsOf, writeTexts } from '@/shared/url/search-text';

export type Widths = Readonly<Record<string, number>>;

const NARROWEST = 48;
const WIDEST = 2_000;

/** Widths in px that somebody gave to columns, as the address keeps them. */
export function writeWidths(widths: Widths): string | undefined {
  return writeTexts(Object.entries(widths).map(([id, width]) => `${id}:${Math.round(width)}`));
}

export function readWidths(text: string | undefined): Widths {
  const pairs = textsOf(text).map((each): [string, number] => {
    const colon = each.lastIndexOf(':');
    return [each.slice(0, colon), Number(each.slice(colon + 1))];
  });
  return Object.fromEntries(pairs.filter(([id, width]) => id !== '' && width >= NARROWEST && width <= WIDEST));
}
