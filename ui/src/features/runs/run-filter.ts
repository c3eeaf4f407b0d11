import { quotedText } from '@/api/quoting';

const OPERATOR = /[<>=]|\s(i?like|in|is|not)\s/i;
const ALTERNATIVE = /\sor\s/i;

/** What is typed, as a filter: a text without any comparison is looked for in the names of runs. */
export function filterOf(typed: string): string {
  const text = typed.trim();
  if (text === '' || OPERATOR.test(text)) return text;
  return `run_name ILIKE ${quotedText(`%${text}%`)}`;
}

/** The filter that goes to the server: what is typed, in one state of runs. */
export function runFilter(typed: string, status: string | undefined): string {
  const filter = filterOf(typed);
  if (status === undefined) return filter;
  const state = `status = '${status}'`;
  if (filter === '') return state;
  return `${state} and ${ALTERNATIVE.test(filter) ? `(${filter})` : filter}`;
}
