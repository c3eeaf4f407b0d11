import type { RunRow } from '@/api/runs/run-row';
import type { Card } from '@/features/cards/card';
import { METRIC, PARAM } from '@/features/charts/axes';
import { writeTexts } from '@/shared/url/search-text';

const TAG = 'barograph.sweep';
const SEARCH = 'search.';
const LOG = /, log$/;

/** Which trial of its sweep a run is, and how it ended. */
export const TRIAL_TAG = `${TAG}.trial`;
export const STATE_TAG = `${TAG}.state`;

export type TrialState = 'complete' | 'pruned' | 'failed';

/** What a sweep's own run says of it. */
export interface Sweep {
  method: string;
  metric: string;
  maximizes: boolean;
  /** How many trials are asked for. */
  trials: number;
  state: string;
  /** The parameters that are tried, by name, with their values or range in words. */
  searched: ReadonlyMap<string, string>;
}

/** The sweep that a run is of, nothing if it is of none. */
export function sweepOf({ tags, params }: RunRow): Sweep | undefined {
  const method = tags.get(TAG);
  const metric = params.get('metric');
  if (method === undefined || metric === undefined) return undefined;
  const searched = [...params].filter(([key]) => key.startsWith(SEARCH));
  return {
    method,
    metric,
    maximizes: params.get('goal') === 'maximize',
    trials: Number(tags.get(`${TAG}.trials`)) || 0,
    state: tags.get(STATE_TAG) ?? '',
    searched: new Map(searched.map(([key, value]) => [key.slice(SEARCH.length), value])),
  };
}

export function isSweepTag(key: string): boolean {
  return key === TAG || key.startsWith(`${TAG}.`);
}

export function stateOf(trial: RunRow): TrialState | undefined {
  const state = trial.tags.get(STATE_TAG);
  return state === 'complete' || state === 'pruned' || state === 'failed' ? state : undefined;
}

/** Charts of a sweep while nobody chose others: all trials across their parameters, which of these matter, and how it went. */
export function sweepCards({ metric, searched }: Sweep): Card[] {
  const names = [...searched.keys()];
  const y = METRIC + metric;
  const log = names.filter((name) => LOG.test(searched.get(name) ?? '')).map((name) => PARAM + name);
  return [
    {
      kind: 'parallel',
      size: 'large',
      settings: { axes: writeTexts([...names.map((name) => PARAM + name), y]), color: y, log: writeTexts(log) },
    },
    { kind: 'importance', size: 'small', settings: { y } },
    { kind: 'line', size: 'small', settings: { y: `${METRIC}best_${metric}` } },
    { kind: 'scatter', size: 'small', settings: { x: PARAM + (names[0] ?? ''), y, color: y } },
  ];
}

const ORDER: (TrialState | undefined)[] = ['complete', undefined, 'pruned', 'failed'];

/** The trials with the best first: whole ones by value, then those that run, and those that were ended early or failed. */
export function ranked(trials: readonly RunRow[], { metric, maximizes }: Sweep): RunRow[] {
  const worst = maximizes ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const rankedValue = (trial: RunRow) => {
    const value = trial.metrics.get(metric) ?? Number.NaN;
    return Number.isNaN(value) ? worst : value;
  };
  const place = new Map(trials.map((trial) => [trial, ORDER.indexOf(stateOf(trial))]));
  return [...trials].sort((a, b) => {
    const apart = (place.get(a) ?? 0) - (place.get(b) ?? 0);
    if (apart !== 0) return apart;
    const [first, second] = maximizes ? [rankedValue(b), rankedValue(a)] : [rankedValue(a), rankedValue(b)];
    return first === second ? numberOf(a) - numberOf(b) : first < second ? -1 : 1;
  });
}

function numberOf(trial: RunRow): number {
  return Number(trial.tags.get(TRIAL_TAG));
}
