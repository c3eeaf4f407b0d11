import type { Range } from './series';

const STEPS = [1, 2, 5, 10];

/** Round numbers in a range, at most about `most` of them; powers of ten on a logarithmic axis. */
export function ticksOf([low, high]: Range, log: boolean, most: number): number[] {
  if (log) {
    const [first, last] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
    const every = Math.max(1, Math.ceil((last - first + 1) / most));
    const powers = Math.floor((last - first) / every) + 1;
    if (powers >= 2) return Array.from({ length: powers }, (_, index) => 10 ** (first + index * every));
  }
  const rough = high / most - low / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((size) => size * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
