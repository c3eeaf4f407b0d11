import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { serverUrl } from './request';
import type { ChangeNotice } from './types';

/** What a page shows, and wants to be told of. */
export interface Interest {
  experimentIds?: readonly string[];
  runIds?: readonly string[];
  /** Everything of a kind. */
  lists?: readonly ('experiments' | 'jobs')[];
}

const MOST_EXPERIMENTS = 20;
const MOST_RUNS = 200;
const SETTLE_MS = 150;
const AGAIN_MS = 1_000;
const SLOW_MS = 30_000;

/** First parts of the keys of queries by what they show. */
const OF_RUNS = ['runs'];
const OF_POINTS = ['metrics', 'runs'];
const OF_LISTS: Record<string, readonly string[]> = { experiments: ['experiments', 'runs'], jobs: ['jobs'] };
const OF_ANY_LIST = Object.values(OF_LISTS).flat();

/** The query roots that a notice makes stale. */
export function staleRoots(notice: ChangeNotice): string[] {
  const about = (ids: readonly string[] | undefined) => (ids?.length ?? 0) > 0;
  const roots = new Set<string>();
  if (about(notice.experiments) || about(notice.runs)) for (const root of OF_RUNS) roots.add(root);
  if (about(notice.metrics) || about(notice.experiments)) for (const root of OF_POINTS) roots.add(root);
  for (const list of notice.lists ?? []) for (const root of OF_LISTS[list] ?? []) roots.add(root);
  return [...roots];
}

/** The one connection of a tab on which the server says what changed. While nobody looks at the tab it is closed. */
class Live {
  private readonly interests = new Set<Interest>();
  private readonly listeners = new Set<() => void>();
  private readonly pending = new Set<string>();
  private source?: EventSource;
  private opened = '';
  private isLost = false;
  private settling?: ReturnType<typeof setTimeout>;
  private flushing?: ReturnType<typeof setTimeout>;
  private queries?: QueryClient;
  connected = false;

  want(interest: Interest, queries: QueryClient): () => void {
    if (this.queries === undefined) document.addEventListener('visibilitychange', () => this.settle());
    this.queries = queries;
    this.interests.add(interest);
    this.settle();
    return () => {
      this.interests.delete(interest);
      this.settle();
    };
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Opens the stream that fits what is wanted now, once pages have settled. */
  private settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.open(), SETTLE_MS);
  }

  private open() {
    const all = (name: keyof Interest) => [...new Set([...this.interests].flatMap((each) => each[name] ?? []))].sort();
    const experiments = all('experimentIds').slice(0, MOST_EXPERIMENTS);
    const runs = all('runIds').slice(0, MOST_RUNS);
    const lists = all('lists');
    const idle = document.hidden || experiments.length + runs.length + lists.length === 0;
    const wanted = { experiment_ids: experiments, run_ids: runs, lists };
    const url = idle ? '' : serverUrl('api/barograph/1/events', wanted);
    if (url === this.opened) return;
    this.source?.close();
    this.opened = url;
    this.tell(false);
    if (url === '') return;
    const source = new EventSource(url);
    this.source = source;
    source.addEventListener('ready', () => {
      this.tell(true);
      // What changed while nothing was told must be asked for. Between a page's first answers and the opening of its stream that is little,
      // and can wait until they are drawn; series, which may be large, are told of by their next points.
      if (this.isLost) this.note([...OF_RUNS, ...OF_POINTS, ...OF_ANY_LIST]);
      else this.note(OF_ANY_LIST, AGAIN_MS);
      this.isLost = false;
    });
    source.addEventListener('change', (event) => this.note(staleRoots(JSON.parse(event.data) as ChangeNotice)));
    source.addEventListener('error', () => {
      this.isLost = true;
      this.tell(false);
      // The browser tries again by itself, unless the server refused: too many listen, or it cannot watch its store.
      if (source.readyState === EventSource.CLOSED && this.source === source) {
        this.opened = '';
        clearTimeout(this.settling);
        this.settling = setTimeout(() => this.open(), SLOW_MS);
      }
    });
  }

  private tell(connected: boolean) {
    if (this.connected === connected) return;
    this.connected = connected;
    for (const listener of this.listeners) listener();
  }

  /** Asks anew after `wait` ms, and then at most once a second. */
  private note(roots: readonly string[], wait = 0) {
    for (const root of roots) this.pending.add(root);
    if (this.flushing !== undefined) return;
    if (wait > 0) this.flushing = setTimeout(() => this.flush(), wait);
    else this.flush();
  }

  private flush() {
    this.flushing = undefined;
    if (this.pending.size === 0) return;
    for (const root of [...this.pending]) {
      const queryKey = [root];
      // An answer that is on its way may be from before the change: it is awaited, and then asked for again.
      if (this.queries?.isFetching({ queryKey, type: 'active' })) continue;
      this.pending.delete(root);
      void this.queries?.invalidateQueries({ queryKey });
    }
    this.flushing = setTimeout(() => this.flush(), AGAIN_MS);
  }
}

const live = new Live();

/** Keeps what a page shows up to date while it is open. Where no stream can be had, queries ask by themselves as `pollEvery` says. */
export function useLive({ experimentIds = [], runIds = [], lists = [] }: Interest): boolean {
  const queries = useQueryClient();
  const wanted = JSON.stringify({ experimentIds, runIds, lists });
  const interest = useMemo(() => JSON.parse(wanted) as Interest, [wanted]);
  useEffect(() => live.want(interest, queries), [interest, queries]);
  return useSyncExternalStore(live.subscribe, () => live.connected);
}

/** How often to ask for what changes, in ms: seldom while the server tells by itself. */
export function pollEvery(ms: number): number {
  return live.connected ? Math.max(ms, SLOW_MS) : ms;
}
