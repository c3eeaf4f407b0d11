import { keyOf, METRIC, PARAM } from '@/features/charts/axes';
import { textsOf, writeTexts } from '@/shared/url/search-text';
import type { Card, CardKind, Setting } from './card';

/** What runs were logged under, those keys first that tell runs apart. */
export interface CardKeys {
  params: readonly string[];
  metrics: readonly string[];
}

/** What may be chosen for a chart: an axis of some kind, or several. */
export interface Choice {
  setting: Setting;
  label: string;
  of: 'param' | 'metric' | 'any';
  many?: boolean;
  optional?: boolean;
}

interface KindFacts {
  title: string;
  says: string;
  choices: Choice[];
  /** Which of the chosen axes may be logarithmic. */
  log: Setting[];
}

const METRIC_CHOICE: Choice = { setting: 'y', label: 'Metric', of: 'metric' };

export const KIND_FACTS: Record<CardKind, KindFacts> = {
  line: { title: 'Lines', says: 'A metric over steps or time', choices: [METRIC_CHOICE], log: [] },
  bar: {
    title: 'Bars',
    says: 'Last values, or means of groups',
    choices: [METRIC_CHOICE, { setting: 'x', label: 'Mean by', of: 'param', optional: true }],
    log: [],
  },
  scatter: {
    title: 'Scatter',
    says: 'One against another',
    choices: [
      { setting: 'x', label: 'Across', of: 'any' },
      { setting: 'y', label: 'Up', of: 'any' },
      { setting: 'color', label: 'Colour', of: 'any', optional: true },
    ],
    log: ['x', 'y', 'color'],
  },
  parallel: {
    title: 'Parallel coordinates',
    says: 'Many at once; drag along an axis to filter',
    choices: [
      { setting: 'axes', label: 'Axes', of: 'any', many: true },
      { setting: 'color', label: 'Colour', of: 'any', optional: true },
    ],
    log: ['axes'],
  },
  box: {
    title: 'Boxes',
    says: 'The spread of a metric by a parameter',
    choices: [METRIC_CHOICE, { setting: 'x', label: 'By', of: 'param' }],
    log: [],
  },
  contour: {
    title: 'Contour',
    says: 'A metric over two parameters',
    choices: [
      { setting: 'x', label: 'Across', of: 'any' },
      { setting: 'y', label: 'Up', of: 'any' },
      { setting: 'z', label: 'Metric', of: 'metric' },
    ],
    log: ['x', 'y'],
  },
  importance: {
    title: 'Importance of parameters',
    says: 'Which of them matter for a metric',
    choices: [METRIC_CHOICE],
    log: [],
  },
  images: { title: 'Images by step', says: 'Of up to 50 runs, side by side', choices: [], log: [] },
};

const MOST_AXES = 7;

/** The metric that a chart begins with: what the machine measured of itself is not meant first. */
function firstMetric({ metrics }: CardKeys): string | undefined {
  const key = metrics.find((each) => !each.startsWith('system/')) ?? metrics[0];
  return key === undefined ? undefined : METRIC + key;
}

/** Axes that a chart begins with: the first parameters, and a metric at the right. */
export function firstAxes(keys: CardKeys): string[] {
  const metric = firstMetric(keys);
  return [...keys.params.slice(0, MOST_AXES).map((key) => PARAM + key), ...(metric ? [metric] : [])];
}

function defaultOf({ kind }: Card, setting: Setting, keys: CardKeys): string | undefined {
  const metric = firstMetric(keys);
  const params = keys.params.map((key) => PARAM + key);
  if (setting === 'z' || (setting === 'y' && kind !== 'contour')) return metric;
  if (setting === 'y') return params[1] ?? metric;
  if (setting === 'x') return kind === 'bar' ? undefined : (params[0] ?? (kind === 'box' ? undefined : metric));
  if (setting === 'color') return metric;
  return setting === 'axes' ? writeTexts(firstAxes(keys)) : undefined;
}

/** No colour was chosen, or no logarithmic axis, which is a choice, too. */
export const NONE = 'none';

/** What a chart is told, or what goes without saying. */
export function settingOf(card: Card, setting: Setting, keys: CardKeys): string | undefined {
  const value = card.settings[setting] ?? defaultOf(card, setting, keys);
  return value === NONE ? undefined : value;
}

export function axesOf(card: Card, keys: CardKeys): string[] {
  return textsOf(settingOf(card, 'axes', keys));
}

export function isLog(card: Card, id: string): boolean {
  return textsOf(card.settings.log).includes(id);
}

/** The axes that a chart needs of every run. */
export function neededBy(card: Card, keys: CardKeys): string[] {
  const chosen = KIND_FACTS[card.kind].choices.flatMap(({ setting, many }) =>
    many ? axesOf(card, keys) : (settingOf(card, setting, keys) ?? []),
  );
  if (card.kind === 'importance') return [...chosen, ...keys.params.map((key) => PARAM + key)];
  // Which parameters are numbers is known once they are there.
  return card.kind === 'contour' ? [...chosen, ...firstAxes(keys)] : chosen;
}

/** What a chart is called. */
export function titleOf(card: Card, keys: CardKeys): string {
  const name = (setting: Setting) => {
    const id = settingOf(card, setting, keys);
    return id === undefined ? '…' : keyOf(id);
  };
  switch (card.kind) {
    case 'scatter':
      return `${name('y')} against ${name('x')}`;
    case 'box':
      return `${name('y')} by ${name('x')}`;
    case 'bar':
      return settingOf(card, 'x', keys) ? `${name('y')} by ${name('x')}, mean` : name('y');
    case 'contour':
      return `${name('z')} over ${name('x')} and ${name('y')}`;
    case 'importance':
      return `Importance for ${name('y')}`;
    case 'line':
      return name('y');
    default:
      return KIND_FACTS[card.kind].title;
  }
}
