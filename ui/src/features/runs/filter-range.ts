import { quotedKey, quotedText } from '@/api/quoting';

/** A part of an axis: numbers from one to another, or some texts. */
export type Chosen = { low: number; high: number } | { names: string[] };

const TOKEN = /'[^']*'?|"[^"]*"?|`[^`]*`?|[()]|\s+|[^\s()'"`]+/g;
const NUMBER = String.raw`(-?[\d.]+(?:e[+-]?\d+)?)`;
const KEY = String.raw`(params|metrics)\.(?:\x60([^\x60]+)\x60|([\w.]+))`;
const BETWEEN = new RegExp(`^${KEY} BETWEEN ${NUMBER} AND ${NUMBER}$`, 'i');
const LISTED = new RegExp(`^${KEY} IN \\((.+)\\)$`, 'i');
const TEXT = /'([^']*)'|"([^"]*)"/g;
const DIGITS = 4;

/** The clauses that a filter joins by AND; nothing if it is not made of such alone. */
function clausesOf(filter: string): string[] | undefined {
  const clauses = [''];
  let [depth, between] = [0, false];
  for (const [token] of filter.matchAll(TOKEN)) {
    const word = depth === 0 ? token.toLowerCase() : '';
    if (word === 'or') return undefined;
    if (word === 'and' && !between) {
      clauses.push('');
      continue;
    }
    if (word === 'and' || word === 'between') between = word === 'between';
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    clauses.push(clauses.pop() + token);
  }
  return clauses.map((clause) => clause.trim()).filter((clause) => clause !== '');
}

function readClause(clause: string): [id: string, chosen: Chosen] | undefined {
  const between = BETWEEN.exec(clause);
  if (between) {
    const [, kind, quoted, bare, low, high] = between;
    return [`${kind}.${quoted ?? bare}`, { low: Number(low), high: Number(high) }];
  }
  const listed = LISTED.exec(clause);
  if (!listed) return undefined;
  const [, kind, quoted, bare, list = ''] = listed;
  const names = [...list.matchAll(TEXT)].map(([, single, double]) => single ?? double ?? '');
  return names.length > 0 ? [`${kind}.${quoted ?? bare}`, { names }] : undefined;
}

function writeClause(id: string, chosen: Chosen): string {
  const dot = id.indexOf('.');
  const key = `${id.slice(0, dot)}.${quotedKey(id.slice(dot + 1))}`;
  if ('names' in chosen) return `${key} IN (${chosen.names.map(quotedText).join(', ')})`;
  return `${key} BETWEEN ${rounded(chosen.low, false)} AND ${rounded(chosen.high, true)}`;
}

/** Few digits, and no number that was inside is then outside. */
function rounded(value: number, up: boolean): number {
  const near = Number(value.toPrecision(DIGITS));
  if (up ? near >= value : near <= value) return near;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value) || 1)) - DIGITS + 1);
  return Number((near + (up ? step : -step)).toPrecision(DIGITS));
}

/** Parts of axes that a filter asks for, whoever wrote it, by the id of the axis. */
export function rangesIn(filter: string): Map<string, Chosen> {
  return new Map((clausesOf(filter) ?? []).flatMap((clause) => [readClause(clause) ?? []].filter(isPair)));
}

function isPair(found: [string, Chosen] | never[]): found is [string, Chosen] {
  return found.length === 2;
}

/** The filter without what it asks of some axes. */
export function withoutRanges(filter: string, ids: ReadonlySet<string>): string {
  const clauses = clausesOf(filter);
  if (clauses === undefined) return filter;
  const isKept = (clause: string) => !ids.has(readClause(clause)?.[0] ?? '');
  return clauses.every(isKept) ? filter : clauses.filter(isKept).join(' AND ');
}

/** The filter that asks for a part of an axis, instead of what it asked of that axis before; for none, if nothing is chosen. */
export function withRange(filter: string, id: string, chosen: Chosen | undefined): string {
  const rest = withoutRanges(filter, new Set([id]));
  if (chosen === undefined) return rest;
  const clause = writeClause(id, chosen);
  if (rest === '') return clause;
  return clausesOf(rest) === undefined ? `(${rest}) AND ${clause}` : `${rest} AND ${clause}`;
}
