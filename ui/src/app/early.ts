/** Stands in the page itself and runs before anything else of it: before the first paint, and while the program is being loaded. */

import { askEarly } from '@/api/early';
import { NATIVE, TRACKING } from '@/api/request';
import { columnSearch, KEY_KINDS, keysBody } from '@/api/runs/key-search';
import { SCHEME_KEY } from './scheme-key';

/** The theme that was chosen, or the system's, so that another does not flash. */
function colorScheme(): string {
  try {
    const chosen = localStorage.getItem(SCHEME_KEY);
    if (chosen === 'dark' || chosen === 'light') return chosen;
  } catch {
    // Storage may be forbidden: follow the system.
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Asks for what a page of runs depends on. */
function askForRuns(experimentId: string, deleted: boolean): void {
  askEarly('GET', `${TRACKING}experiments/get`, { query: { experiment_id: experimentId } });
  const search = columnSearch(experimentId, deleted);
  for (const kind of KEY_KINDS) askEarly('POST', `${NATIVE}runs/keys`, { body: keysBody(kind, search) });
}

document.documentElement.setAttribute('data-mantine-color-scheme', colorScheme());
const [path = '', search] = location.hash.slice(1).split('?');
const [, experimentId] = /^\/experiments\/([\w-]+)$/.exec(path) ?? [];
if (experimentId !== undefined) askForRuns(experimentId, new URLSearchParams(search).get('deleted') === '1');
