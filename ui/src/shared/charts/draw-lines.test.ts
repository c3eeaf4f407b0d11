import { expect, it } from 'vitest';
import { type Frame, traceBand, traceLine } from './draw-lines';

const column = (...values: number[]) => Float64Array.from(values);
const frame: Frame = {
  box: { left: 0, top: 0, width: 100, height: 100 },
  x: [0, 10],
  y: [0, 10],
  logX: false,
  logY: false,
};

function traced(trace: (pen: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void }) => void) {
  const path: string[] = [];
  trace({ moveTo: (x, y) => path.push(`M${x},${y}`), lineTo: (x, y) => path.push(`L${x},${y}`) });
  return path.join(' ');
}

it('joins points, and breaks at gaps', () => {
  let lone: unknown;
  const path = traced((pen) => {
    lone = traceLine(pen, column(0, 1, 2, 3, 4), column(0, 10, Number.NaN, 5, Number.POSITIVE_INFINITY), frame);
  });
  expect(path).toBe('M0,100 L10,0 M30,50');
  expect(lone).toEqual([[30, 50]]);
});

it('has no place for what is not above zero on a logarithmic axis', () => {
  const path = traced((pen) =>
    traceLine(pen, column(1, 2, 3), column(0, 1, 100), { ...frame, y: [1, 100], logY: true }),
  );
  expect(path).toBe('M20,100 L30,0');
});

it('goes around a band', () => {
  const band = { low: column(1, Number.NaN, 2), high: column(3, 4, 5) };
  const series = { id: 'a', label: 'a', color: '#000', x: column(0, 1, 2), y: column(2, 3, 3), band };
  expect(traced((pen) => traceBand(pen, series, frame))).toBe('M0,70 L20,50 L20,80 L0,90');
});
