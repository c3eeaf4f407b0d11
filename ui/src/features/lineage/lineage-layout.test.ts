import { expect, it } from 'vitest';
import { CARD_HEIGHT, CARD_WIDTH, layout } from './lineage-layout';

it('centres columns, leaves out empty ones, and draws edges between what is there', () => {
  const { cards, paths, width, height } = layout(
    [['a', 'b', 'c'], [], ['run']],
    [
      { from: 'a', to: 'run' },
      { from: 'a', to: 'nowhere' },
    ],
  );
  expect(cards.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'run']);
  expect(cards[3]?.top).toBe((height - CARD_HEIGHT) / 2);
  expect(cards[3]?.top).toBe(cards[1]?.top);
  expect(width).toBe((cards[3]?.left ?? 0) + CARD_WIDTH);
  expect(paths).toHaveLength(1);
});

it('is nothing of nothing', () => expect(layout([], []).cards).toEqual([]));
