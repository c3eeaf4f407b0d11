export interface Edge {
  from: string;
  to: string;
}

export interface Placed {
  id: string;
  left: number;
  top: number;
}

export const CARD_WIDTH = 212;
export const CARD_HEIGHT = 58;
const ACROSS = 64;
const BETWEEN = 14;

export interface Layout {
  cards: Placed[];
  /** Curves from the right of one card to the left of another. */
  paths: string[];
  width: number;
  height: number;
}

/** Places cards in columns, each centred to the tallest one; px. A column without cards takes no room. */
export function layout(columns: readonly (readonly string[])[], edges: readonly Edge[]): Layout {
  const filled = columns.filter((ids) => ids.length > 0);
  const heightOf = (count: number) => count * CARD_HEIGHT + (count - 1) * BETWEEN;
  const height = heightOf(Math.max(1, ...filled.map((ids) => ids.length)));
  const cards = filled.flatMap((ids, column) =>
    ids.map((id, row) => ({
      id,
      left: column * (CARD_WIDTH + ACROSS),
      top: (height - heightOf(ids.length)) / 2 + row * (CARD_HEIGHT + BETWEEN),
    })),
  );
  const places = new Map(cards.map((card) => [card.id, card]));
  const paths = edges.flatMap(({ from, to }) => {
    const [start, end] = [places.get(from), places.get(to)];
    return start && end ? [curve(start, end)] : [];
  });
  return { cards, paths, width: Math.max(0, filled.length * (CARD_WIDTH + ACROSS) - ACROSS), height };
}

function curve(start: Placed, end: Placed): string {
  const [x, y] = [start.left + CARD_WIDTH, start.top + CARD_HEIGHT / 2];
  const [toX, toY] = [end.left, end.top + CARD_HEIGHT / 2];
  const middle = (x + toX) / 2;
  return `M${x} ${y}C${middle} ${y} ${middle} ${toY} ${toX} ${toY}`;
}
