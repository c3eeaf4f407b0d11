import { expect, it } from 'vitest';
import type { RunRow } from '@/api/runs/run-row';
import { axesOf, neededBy, titleOf } from './card-kinds';
import { cardRunsOf } from './card-runs';
import { filled } from './fill-card';

const ROWS = Array.from({ length: 6 }, (_, index) => {
  const params = new Map([
    ['kind', index % 2 ? 'a' : 'b'],
    ['rate', String(10 ** -index)],
    ['same', '1'],
    ['width', String(16 * (1 + (index % 3)))],
  ]);
  const metrics = new Map([
    ['const', 1],
    ['loss', index],
  ]);
  return { id: `r${index}`, name: `r${index}`, params, metrics, tags: new Map() } as unknown as RunRow;
});
const SOURCE = cardRunsOf(ROWS);

it('begins with keys that tell runs apart', () => {
  expect(SOURCE.keys).toEqual({ params: ['kind', 'rate', 'width', 'same'], metrics: ['loss', 'const'] });
  const card = filled({ kind: 'parallel', size: 'small', settings: {} }, SOURCE);
  expect(axesOf(card, SOURCE.keys).slice(0, 2)).toEqual(['params.kind', 'params.rate']);
  expect(card.settings.log).toBe('params.rate');
});

it('chooses numbers for a contour, and leaves what was chosen', () => {
  const card = filled({ kind: 'contour', size: 'small', settings: {} }, SOURCE);
  expect(titleOf(card, SOURCE.keys)).toBe('loss over rate and width');
  const chosen = filled({ kind: 'contour', size: 'small', settings: { x: 'params.width', log: 'none' } }, SOURCE);
  expect([titleOf(chosen, SOURCE.keys), chosen.settings.log]).toEqual(['loss over width and rate', 'none']);
});

it('asks for all parameters where it tells their importance', () => {
  const card = { kind: 'importance', size: 'small', settings: { y: 'metrics.const' } } as const;
  expect(neededBy(card, SOURCE.keys)).toEqual([
    'metrics.const',
    'params.kind',
    'params.rate',
    'params.width',
    'params.same',
  ]);
});
