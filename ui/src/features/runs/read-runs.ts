import type { LostContacts } from '@/api/runs/lost-contacts';
import type { RunRow } from '@/api/runs/run-row';
import { WINDOW_SIZE } from '@/api/runs/run-window';
import type { RowSource } from '@/shared/table/row-source';
import { type Opened, type Segment, segmentAt } from './run-tree';

interface Place {
  list: string;
  index: number;
}

/** Everything that was read in answer to one question, by where it stands. It stays when the view moves on. */
export class ReadRuns {
  readonly question: string;
  /** Grows whenever something new was kept. */
  version = 0;
  /** The rows that came first, by which columns are laid out. */
  sample: readonly RunRow[] | undefined;
  private readonly windows = new Map<string, readonly RunRow[]>();
  private readonly places = new Map<string, Place>();
  private readonly children = new Map<string, number>();
  private readonly counts = new Map<string, ReadonlyMap<string, number>>();
  private readonly drawn = new Map<string, { from: RunRow; row: RunRow }>();

  constructor(question: string) {
    this.question = question;
  }

  get isBegun(): boolean {
    return this.windows.size > 0;
  }

  /** How many runs there are at least, for as long as nobody counted. */
  get least(): number {
    return this.windows.get('0 ')?.length ?? 0;
  }

  /** Keeps a window of a list, and how many runs stand below its rows once that is known. Keeping the same again changes nothing. */
  keep(list: string, window: number, rows: readonly RunRow[], children: ReadonlyMap<string, number> | undefined): void {
    const key = `${window} ${list}`;
    if (this.windows.get(key) !== rows) {
      this.windows.set(key, rows);
      this.sample ??= rows.length > 0 ? rows : undefined;
      for (const [place, row] of rows.entries()) this.places.set(row.id, { list, index: window * WINDOW_SIZE + place });
      this.version += 1;
    }
    if (children !== undefined && this.counts.get(key) !== children) {
      this.counts.set(key, children);
      for (const { id } of rows) this.children.set(id, children.get(id) ?? 0);
      this.version += 1;
    }
  }

  /** Which rows of a list are open, and how many there are below each. */
  openedIn(list: string, open: ReadonlySet<string>): Opened[] {
    return [...open].flatMap((id) => {
      const place = this.places.get(id);
      const count = this.children.get(id) ?? 0;
      return place?.list === list && count > 0 ? [{ index: place.index, list: id, count }] : [];
    });
  }

  /** The rows as they are laid out, with the last signs of life of those that lost contact. */
  source(segments: readonly Segment[], contacts: LostContacts): RowSource<RunRow> {
    const last = segments.at(-1);
    let loaded: RunRow[] | undefined;
    return {
      count: last === undefined ? 0 : last.start + last.length,
      at: (place) => {
        const segment = segmentAt(segments, place);
        if (segment === undefined) return undefined;
        const index = segment.from + place - segment.start;
        const row = this.windows.get(`${Math.floor(index / WINDOW_SIZE)} ${segment.list}`)?.[index % WINDOW_SIZE];
        return row && this.draw(row, segment.depth, contacts);
      },
      loaded: () => {
        loaded ??= [...this.windows.values()].flat();
        return loaded;
      },
    };
  }

  /** The row with its place in the tree. The same object for as long as nothing of it changes, so that it is not drawn again. */
  private draw(from: RunRow, depth: number, contacts: LostContacts): RunRow {
    const children = this.children.get(from.id) ?? 0;
    const contact = contacts.get(from.id);
    if (depth === 0 && children === 0 && contact === undefined) return from;
    const before = this.drawn.get(from.id);
    if (
      before?.from === from &&
      before.row.depth === depth &&
      before.row.children === children &&
      before.row.contact === contact
    )
      return before.row;
    const row = { ...from, depth, children, contact };
    this.drawn.set(from.id, { from, row });
    return row;
  }
}
