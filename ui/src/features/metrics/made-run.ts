import type { ChartRun } from './chart-run';

/** A run in a chart, for tests: all that they do not say is plain or empty. */
export function madeRun(id: string, said: Partial<ChartRun> = {}): ChartRun {
  return { id, label: id, color: '#000', startMs: 0, live: false, params: new Map(), tags: new Map(), ...said };
}
