/** What may stand at a place in a filter that is being typed. */
export type Expected =
  | { what: 'key'; from: number; to: number; typed: string }
  | { what: 'operator'; from: number; to: number; typed: string; key: string }
  | { what: 'value'; from: number; to: number; typed: string; key: string }
  | { what: 'join'; from: number; to: number; typed: string };

interface Token {
  text: string;
  from: number;
  kind: 'word' | 'text' | 'sign';
}

const TOKEN = /'[^']*'?|"[^"]*"?|(?:[\w.:/-]|`[^`]*`?)+|[<>=!]+|[(),]/g;
const JOINS = new Set(['and', 'or']);
const WORD_OPERATORS = new Set(['like', 'ilike', 'rlike', 'in', 'is', 'not', 'between', 'null']);

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map((match) => {
    const [token] = match;
    const kind = /^['"]/.test(token) ? 'text' : /^[<>=!(),]/.test(token) ? 'sign' : 'word';
    return { text: token, from: match.index, kind };
  });
}

type State = 'key' | 'operator' | 'value' | 'list' | 'between' | 'done';

function isKey(state: State, token: Token, low: string): boolean {
  return state === 'key' && token.kind === 'word' && low !== 'not';
}

/** Where a clause stands after a token, when it stood in `state` before. */
function after(state: State, token: Token): State {
  const low = token.text.toLowerCase();
  if (token.kind === 'sign') {
    if (token.text === '(') return state === 'value' ? 'list' : 'key';
    if (token.text === ')') return 'done';
    return token.text === ',' ? state : 'value';
  }
  if (isKey(state, token, low)) return 'operator';
  if (token.kind === 'word' && low === 'between') return 'between';
  if (state === 'operator' || state === 'value') {
    if (low === 'null') return 'done';
    if (WORD_OPERATORS.has(low)) return 'value';
  }
  if (state === 'between') return 'done';
  if (state === 'done' && JOINS.has(low)) return 'key';
  return state === 'value' ? 'done' : state;
}

/** What is expected at the caret, and which part of the text it would take the place of. */
export function expectedAt(text: string, caret: number): Expected {
  const before = text.slice(0, caret);
  const tokens = tokensOf(before);
  const last = tokens.at(-1);
  const open =
    last && last.kind !== 'sign' && last.from + last.text.length === caret && !isClosed(last) ? last : undefined;
  if (open) tokens.pop();
  let state: State = 'key';
  let key = '';
  for (const token of tokens) {
    if (isKey(state, token, token.text.toLowerCase())) key = token.text;
    state = after(state, token);
  }
  const place = { from: open?.from ?? caret, to: caret, typed: open?.text ?? '' };
  if (state === 'key') return { what: 'key', ...place };
  if (state === 'operator') return { what: 'operator', ...place, key };
  if (state === 'done') return { what: 'join', ...place };
  return { what: 'value', ...place, key };
}

/** Whether a text in quotes has ended, so that the next thing is expected right behind it. */
function isClosed({ kind, text }: Token): boolean {
  return kind === 'text' && text.length > 1 && text.endsWith(text.charAt(0));
}

/** The text with the expected part replaced, and where the caret then stands. */
export function completed(text: string, { from, to }: Expected, insert: string): { text: string; caret: number } {
  const rest = text.slice(to);
  const gap = insert.endsWith('.') || rest.startsWith(' ') ? '' : ' ';
  return { text: text.slice(0, from) + insert + gap + rest, caret: from + insert.length + gap.length };
}

/** Where in what was typed the server found a fault: a place from 0 on, `shift` characters after the server's own. */
export function faultIn(message: string | undefined, typed: string, shift: number): number | undefined {
  const column = / at column (\d+)/.exec(message ?? '')?.[1];
  if (column === undefined) return undefined;
  const lead = typed.length - typed.trimStart().length;
  return Math.max(0, Math.min(typed.length, Number(column) - 1 - shift + lead));
}
