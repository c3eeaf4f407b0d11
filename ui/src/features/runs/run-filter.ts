import { quotedText } from '@/api/quoting';

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

/** The filter that goes to the server: what is typed, in one state of runs. */
export function runFilter(typed: string, status: string | undefined): RunFilter {
  const filter = filterOf(typed);
  if (status === undefined) return { text: filter, shift: 0 };
  const state = `status = '${status}'`;
  if (filter === '') return { text: state, shift: 0 };
  if (ALTERNATIVE.test(filter)) return { text: `(${filter}) and ${state}`, shift: 1 };
  return { text: `${filter} and ${state}`, shift: 0 };
}
