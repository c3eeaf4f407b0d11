const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The ranges that end now: what the address calls them, how they are called in words, how long they are, and how exactly they begin. */
export const RECENT = [
  { id: '1h', label: 'Last hour', ms: HOUR_MS, stepMs: MINUTE_MS },
  { id: '1d', label: 'Last day', ms: DAY_MS, stepMs: 10 * MINUTE_MS },
  { id: '7d', label: 'Last 7 days', ms: 7 * DAY_MS, stepMs: HOUR_MS },
  { id: '30d', label: 'Last 30 days', ms: 30 * DAY_MS, stepMs: HOUR_MS },
] as const;

/** Times in ms since 1970; what is absent does not bound. */
export interface TimeRange {
  from?: number;
  to?: number;
}

const BETWEEN = '..';
const MINUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/;

function readMinute(text: string): number | undefined {
  if (!MINUTE.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** A minute in UTC, so that the address means the same everywhere: 2026-03-01T14:05Z. */
function writeMinute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}

/** How the address calls a range from one minute to another, both included; undefined for one without bounds. */
export function writeRange({ from, to }: TimeRange): string | undefined {
  if (from === undefined && to === undefined) return undefined;
  return `${from === undefined ? '' : writeMinute(from)}${BETWEEN}${to === undefined ? '' : writeMinute(to)}`;
}

/** The range that the address names; undefined for none, and for what is no range. Ranges that end now begin at a full step before `now`. */
export function readRange(text: string | undefined, now: number): TimeRange | undefined {
  const recent = RECENT.find(({ id }) => id === text);
  if (recent) return { from: Math.floor((now - recent.ms) / recent.stepMs) * recent.stepMs };
  const parts = text?.split(BETWEEN) ?? [];
  if (parts.length !== 2) return undefined;
  const [from, to] = parts.map(readMinute);
  if (from === undefined && to === undefined) return undefined;
  return { from, to: to === undefined ? undefined : to + MINUTE_MS - 1 };
}

/** The clauses that runs which began within the range pass. */
export function rangeClauses({ from, to }: TimeRange): string[] {
  return [
    ...(from === undefined ? [] : [`start_time >= ${from}`]),
    ...(to === undefined ? [] : [`start_time <= ${to}`]),
  ];
}

/** As a box for local date and time takes it: 2026-03-01T14:05. */
export function localMinute(ms: number | undefined): string {
  if (ms === undefined) return '';
  return new Date(ms - new Date(ms).getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}

/** What such a box holds, in ms; undefined while it is empty or no time. */
export function readLocalMinute(text: string): number | undefined {
  const ms = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(ms) ? undefined : ms;
}
