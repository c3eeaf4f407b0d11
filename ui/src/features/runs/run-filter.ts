import { quotedText } from '@/api/quoting';
import { rangeClauses, type TimeRange } from './time-range';

const OPERATOR = /[<>=]|\s([ir]?like|between|in|is|not)\s/i;
const ALTERNATIVE = /\sor\s/i;

/** What is typed, as a filter: a text without any comparison is looked for in the names of runs. */
export function filterOf(typed: string): string {
  const text = typed.trim();
  if (text === '' || OPERATOR.test(text)) return text;
  return `run_name ILIKE ${quotedText(`%${text}%`)}`;
}

export interface RunFilter {
  text: string;
  /** How many characters stand before what was typed. */
  shift: number;
}

/** The filter that goes to the server: what is typed, in one state of runs, that began within a range of time. */
export function runFilter(typed: string, status: string | undefined, range: TimeRange = {}): RunFilter {
  const filter = filterOf(typed);
  const others = [...(status === undefined ? [] : [`status = '${status}'`]), ...rangeClauses(range)];
  if (filter === '' || others.length === 0) return { text: filter || others.join(' and '), shift: 0 };
  const grouped = ALTERNATIVE.test(filter);
  return { text: [grouped ? `(${filter})` : filter, ...others].join(' and '), shift: grouped ? 1 : 0 };
}
