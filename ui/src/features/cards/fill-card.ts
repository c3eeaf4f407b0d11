import type { RunRow } from '@/api/runs/run-row';
import { axisOf, isLine, isWide } from '@/features/charts/axes';
import { writeTexts } from '@/shared/url/search-text';
import type { Card } from './card';
import { axesOf, type CardKeys, firstAxes, KIND_FACTS, NONE, settingOf } from './card-kinds';
import type { CardRuns } from './card-runs';

/** Axes of a contour that nobody chose: the first that are numbers and differ. */
function contourAxes(card: Card, rows: readonly RunRow[], keys: CardKeys): Card {
  const { x, y } = card.settings;
  if (x !== undefined && y !== undefined) return card;
  const usable = firstAxes(keys).filter((id) => isLine(axisOf(rows, id)));
  const across = x ?? usable.find((id) => id !== y);
  const up = y ?? usable.find((id) => id !== across);
  return { ...card, settings: { ...card.settings, x: across, y: up } };
}

/** Which axes are logarithmic while nobody chose: those whose values lie far apart. */
function wideAxes(card: Card, rows: readonly RunRow[], keys: CardKeys): string {
  const chosen = KIND_FACTS[card.kind].log.flatMap((setting) =>
    setting === 'axes' ? axesOf(card, keys) : (settingOf(card, setting, keys) ?? []),
  );
  return writeTexts([...new Set(chosen)].filter((id) => isWide(axisOf(rows, id)))) ?? NONE;
}

const known = new WeakMap<Card, { source: CardRuns; card: Card }>();

/** A chart with what goes without saying once its runs are there. The same object while neither changes. */
export function filled(given: Card, source: CardRuns): Card {
  const before = known.get(given);
  if (before?.source === source) return before.card;
  const { rows, keys, isPending } = source;
  let card = given;
  if (!isPending && card.kind === 'contour') card = contourAxes(card, rows, keys);
  if (!isPending && card.settings.log === undefined && KIND_FACTS[card.kind].log.length > 0)
    card = { ...card, settings: { ...card.settings, log: wideAxes(card, rows, keys) } };
  known.set(given, { source, card });
  return card;
}
