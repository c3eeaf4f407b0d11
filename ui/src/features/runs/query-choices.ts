import { isQuotable, quotedKey, quotedText } from '@/api/quoting';
import { KEY_KINDS, type KeyKind } from '@/api/runs/key-search';
import type { Expected } from './query-text';

/** Something that could be typed next: what is put in, and what it is. */
export interface QueryChoice {
  insert: string;
  hint: string;
}

const ATTRIBUTES: readonly [string, string][] = [
  ['run_name', 'name of the run'],
  ['status', 'state of the run'],
  ['start_time', 'ms since 1970, UTC'],
  ['end_time', 'ms since 1970, UTC'],
  ['user_id', 'who started it'],
  ['run_id', 'id of the run'],
];
const HINTS: Record<KeyKind, string> = { metrics: 'metric', params: 'parameter', tags: 'tag' };
const STATES = ['RUNNING', 'FINISHED', 'FAILED', 'KILLED', 'SCHEDULED'];
const NUMBERS = ['<', '<=', '>', '>=', '=', '!=', 'BETWEEN'];
const TEXTS = ['=', '!=', 'LIKE', 'ILIKE', 'RLIKE', 'IN (', 'NOT IN (', 'IS NULL', 'IS NOT NULL'];
const PLAIN = /^[A-Za-z_]\w*$/;

/** What is typed of a key: which kind it says, and what of the name; a kind of undefined may become any. */
export function typedKey(typed: string): { kind: KeyKind | undefined; name: string } {
  const [, prefix = '', name = ''] = /^(\w+)\.`?([^`]*)`?$/.exec(typed) ?? [];
  const kind = KEY_KINDS.find(
    (each) => each === prefix || each === `${prefix}s` || (each === 'params' && prefix === 'parameters'),
  );
  return kind === undefined ? { kind, name: typed } : { kind, name };
}

/** Whether values of a key can be listed. */
export function hasValues(key: string): boolean {
  const { kind } = typedKey(key);
  return kind === 'params' || kind === 'tags';
}

/** What to ask about: the text of a moment ago while it is being added to, but never what stood at another place of the filter. */
export function askedText(typed: string, paused: string): string {
  return typed.startsWith(paused) ? paused : typed;
}

/** The text within quotes that have been opened. */
export function typedText(typed: string): string {
  return typed.replace(/^['"]/, '').replace(/['"]$/, '');
}

function keyChoices(typed: string, keys: Record<KeyKind, readonly string[]>): QueryChoice[] {
  const { kind, name } = typedKey(typed);
  const named = KEY_KINDS.filter((each) => kind === undefined || kind === each).flatMap((each) =>
    keys[each]
      .filter((key) => key.toLowerCase().includes(name.toLowerCase()))
      .map((key) => ({ insert: `${each}.${PLAIN.test(key) ? key : quotedKey(key)}`, hint: HINTS[each] })),
  );
  if (kind !== undefined) return named;
  const begins = (text: string) => text.startsWith(name.toLowerCase());
  const kinds = KEY_KINDS.map((each) => ({ insert: `${each}.`, hint: `any ${HINTS[each]}` }));
  const attributes = ATTRIBUTES.map(([insert, hint]) => ({ insert, hint }));
  const general = [...kinds, ...attributes].filter(({ insert }) => begins(insert));
  return name === '' ? [...general, ...named] : [...named, ...general];
}

export interface Known {
  keys: Record<KeyKind, readonly string[]>;
  values: readonly string[];
}

/** What could be typed next, from what the runs are known to have. */
export function queryChoices(expected: Expected, { keys, values }: Known): QueryChoice[] {
  const { typed } = expected;
  const begins = ({ insert }: QueryChoice) => insert.toLowerCase().startsWith(typed.toLowerCase()) && insert !== typed;
  if (expected.what === 'key') return keyChoices(typed, keys).filter(({ insert }) => insert !== typed);
  if (expected.what === 'join') return ['and', 'or'].map((insert) => ({ insert, hint: '' })).filter(begins);
  if (expected.what === 'operator') {
    const numeric = /^metrics?\.|_time$/.test(expected.key);
    return (numeric ? NUMBERS : TEXTS).map((insert) => ({ insert, hint: '' })).filter(begins);
  }
  const listed = /(^|\.)status$/.test(expected.key) ? STATES : values;
  const sought = typedText(typed).toLowerCase();
  return listed.flatMap((value) =>
    value.toLowerCase().startsWith(sought) && quotedText(value) !== typed && isQuotable(value)
      ? [{ insert: quotedText(value), hint: '' }]
      : [],
  );
}
