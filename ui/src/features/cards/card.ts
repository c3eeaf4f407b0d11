import { listOf } from '@/shared/url/search-text';

export const KINDS = ['line', 'bar', 'scatter', 'parallel', 'box', 'contour', 'importance', 'images'] as const;
export type CardKind = (typeof KINDS)[number];

export const SIZES = ['small', 'medium', 'large'] as const;
export type CardSize = (typeof SIZES)[number];

/** What a chart can be told. Axes are `params.KEY` or `metrics.KEY`; `axes` and `log` are lists of axes. */
export const SETTINGS = ['x', 'y', 'z', 'color', 'axes', 'log', 'image', 'step'] as const;
export type Setting = (typeof SETTINGS)[number];

/** A chart that somebody added. */
export interface Card {
  kind: CardKind;
  size: CardSize;
  settings: Partial<Record<Setting, string>>;
}

const BETWEEN = ':';

function written(text: string): string {
  return text.replaceAll('%', '%25').replaceAll(BETWEEN, '%3A').replaceAll(',', '%2C');
}

function read(text: string): string {
  return text.replaceAll('%2C', ',').replaceAll('%3A', BETWEEN).replaceAll('%25', '%');
}

function writeCard({ kind, size, settings }: Card): string {
  const kept = SETTINGS.flatMap((name) => {
    const value = settings[name];
    return value ? [name, written(value)] : [];
  });
  return [kind, ...(size === 'small' ? [] : ['size', size]), ...kept].join(BETWEEN);
}

function readCard(text: string): Card[] {
  const [kind, ...parts] = text.split(BETWEEN);
  if (!KINDS.includes(kind as CardKind)) return [];
  const card: Card = { kind: kind as CardKind, size: 'small', settings: {} };
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [name, value] = [parts[at], read(parts[at + 1] ?? '')];
    if (name === 'size' && SIZES.includes(value as CardSize)) card.size = value as CardSize;
    if (SETTINGS.includes(name as Setting)) card.settings[name as Setting] = value;
  }
  return [card];
}

/** Charts as the address keeps them, such as `scatter:x:params.lr:y:metrics.loss,importance:size:large`; nothing for none. */
export function writeCards(cards: readonly Card[]): string | undefined {
  return cards.map(writeCard).join(',') || undefined;
}

/** Reads what `writeCards` wrote. What it does not know, it leaves out. */
export function readCards(text: string | undefined): Card[] {
  return listOf(text).flatMap(readCard);
}

/** The list with one chart moved to another place. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, index) => index !== from);
  const item = items[from];
  return item === undefined ? rest : [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** Charts, as the address keeps them, with that of a metric behind the others. */
export function withLine(cards: readonly Card[], metric: string): string | undefined {
  return writeCards([...cards, { kind: 'line', size: 'small', settings: { y: `metrics.${metric}` } }]);
}
