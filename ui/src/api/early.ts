import { requested } from './request';

/** How long an answer that nobody has called for is kept: a page takes what was asked for it as soon as its program runs. */
const KEPT_MS = 5_000;

interface Asked {
  answer: Promise<Response>;
  until: number;
}

declare global {
  /** What was asked early, by how it was asked. Global, as who asks and who takes are not of the same program. */
  var barographAsked: Map<string, Asked> | undefined;
}

function nameOf(url: string, init: RequestInit): string {
  return `${init.method} ${url} ${typeof init.body === 'string' ? init.body : ''}`;
}

/** Asks for what the page's program will ask as well once it has been read; the arguments are those of `requested`. */
export function askEarly(...request: Parameters<typeof requested>): void {
  const [url, init] = requested(...request);
  const answer = fetch(url, init);
  // Who takes the answer is told of a failure; nobody may.
  answer.catch(() => undefined);
  globalThis.barographAsked ??= new Map();
  globalThis.barographAsked.set(nameOf(url, init), { answer, until: performance.now() + KEPT_MS });
}

/** The answer to what was asked early, given once and while it is fresh. */
export function takeEarly(url: string, init: RequestInit): Promise<Response> | undefined {
  const asked = globalThis.barographAsked;
  if (!asked?.size) return undefined;
  const name = nameOf(url, init);
  const found = asked.get(name);
  asked.delete(name);
  return found && performance.now() < found.until ? found.answer : undefined;
}
