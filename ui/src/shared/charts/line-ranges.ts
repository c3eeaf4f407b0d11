import { extent, type Range, type Series, within } from './series';

const AIR = 0.05;
const EMPTY: Range = [0, 1];
const EMPTY_LOG: Range = [1, 10];

/** A range that is not one point, with some air at both ends. */
export function airy(range: Range, log: boolean): Range {
  const [low, high] = range;
  if (log) {
    const air = low === high ? 2 : 10 ** ((Math.log10(high) - Math.log10(low)) * AIR);
    return [Math.max(low / air, Number.MIN_VALUE), Math.min(high * air, Number.MAX_VALUE)];
  }
  // The span of the greatest numbers is greater than any number, its parts are not.
  const air = low === high ? Math.abs(low) * AIR || 1 : high * AIR - low * AIR;
  return [Math.max(low - air, -Number.MAX_VALUE), Math.min(high + air, Number.MAX_VALUE)];
}

export interface Ranges {
  x: Range;
  y: Range;
}

/** What the axes of a chart show: all, or in a zoom what lies between its ends. */
export function rangesOf(series: readonly Series[], logX: boolean, logY: boolean, zoom: Range | undefined): Ranges {
  const all = extent(
    series.map((each) => each.x),
    logX,
  );
  const x = zoom ?? all ?? (logX ? EMPTY_LOG : EMPTY);
  const y = extent(
    // The lower edge of a band comes near zero by chance: a logarithmic axis that showed it would show little else.
    series.flatMap((each) => [
      ...within(logY ? { ...each, band: undefined } : each, zoom),
      ...(each.raw && !zoom ? [each.raw] : []),
    ]),
    logY,
  );
  return {
    x: x[0] === x[1] ? airy(x, logX) : x,
    y: airy(y ?? (logY ? EMPTY_LOG : EMPTY), logY),
  };
}
