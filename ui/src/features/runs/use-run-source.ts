import { useThrottledCallback } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { childCountQuery, listBelow } from '@/api/runs/child-counts';
import { useCountRuns } from '@/api/runs/count-runs';
import { runningIds, useLostContacts } from '@/api/runs/lost-contacts';
import { isLive, LIVE_INTERVAL_MS, type RunList } from '@/api/runs/run-list';
import type { RunField } from '@/api/runs/run-rows';
import { WINDOW_SIZE, windowQuery } from '@/api/runs/run-window';
import { ReadRuns } from './read-runs';
import { segmentsOf, windowsBetween } from './run-tree';

const ROOT = '';
/** Rows that are scrolled past within this time are not read. */
const SETTLE_MS = 100;
const FIRST_RANGE = { first: 0, last: 50 };

export interface RunsAsked {
  list: RunList;
  fields: readonly RunField[];
  /** Whether rows show data sets. */
  inputs: boolean;
  /** Whether runs stand below their parents. */
  nested: boolean;
  /** Runs whose children are shown. */
  open: ReadonlySet<string>;
}

/** Runs of a list of any length, read where they are looked at. */
export function useRunSource({ list, fields, inputs, nested, open }: RunsAsked) {
  const question = JSON.stringify([list, fields, inputs]);
  const read = useRef(new ReadRuns(question));
  const former = useRef<ReadRuns>(undefined);
  if (read.current.question !== question) {
    if (read.current.isBegun) former.current = read.current;
    read.current = new ReadRuns(question);
  }
  const runs = read.current;
  const [range, setRange] = useState(FIRST_RANGE);
  const [live, setLive] = useState(false);
  const counted = useCountRuns(list, live);
  const count = (counted.isPlaceholderData ? undefined : counted.data) ?? runs.least;
  // Reading takes a moment, in which more of the same may arrive: `version` grows with it.
  const { version } = runs;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows change with the version
  const segments = useMemo(
    () => segmentsOf(ROOT, count, (id) => (nested ? runs.openedIn(id, open) : [])),
    [runs, version, count, nested, open],
  );
  const wanted = windowsBetween(segments, range.first, range.last, WINDOW_SIZE);
  if (wanted.length === 0) wanted.push({ list: ROOT, window: 0 });

  const windows = useQueries({
    queries: wanted.map(({ list: id, window }) => ({
      ...windowQuery(id === ROOT ? list : listBelow(id, list), fields, inputs, window),
      refetchInterval: live ? LIVE_INTERVAL_MS : (false as const),
    })),
  });
  const children = useQueries({
    queries: windows.map(({ data }) => childCountQuery(list, nested ? (data ?? []).map((row) => row.id) : [])),
  });
  wanted.forEach(({ list: id, window }, place) => {
    const rows = windows[place]?.data;
    if (rows !== undefined) runs.keep(id, window, rows, children[place]?.data);
  });

  const running = windows.some(({ data }) => data !== undefined && isLive(data));
  useEffect(() => setLive(running), [running]);
  const stamp = windows.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows change with the stamp
  const ids = useMemo(() => runningIds(windows.flatMap(({ data }) => data ?? []).map((row) => row.run)), [stamp]);
  const contacts = useLostContacts(ids);

  const stale = !runs.isBegun && former.current !== undefined;
  const kept = runs.version;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows change with what was kept
  const source = useMemo(() => runs.source(segments, contacts), [runs, kept, segments, contacts]);
  const last = useRef(source);
  useEffect(() => {
    if (runs.isBegun) last.current = source;
  });
  // What has just been kept may open rows; they are laid out in a second pass.
  const [, again] = useState(0);
  useEffect(() => {
    if (kept !== version) again((passes) => passes + 1);
  }, [kept, version]);

  const failed = windows.find((window) => window.isError);
  return {
    source: stale ? last.current : source,
    sample: runs.sample ?? former.current?.sample ?? [],
    stale,
    isPending: !runs.isBegun && !stale && failed === undefined,
    error: failed?.error ?? null,
    isEmpty: runs.isBegun && count === 0,
    retry: () => {
      for (const window of windows) if (window.isError) void window.refetch();
    },
    onRange: useThrottledCallback(
      (first: number, last: number) =>
        setRange((old) => (old.first === first && old.last === last ? old : { first, last })),
      SETTLE_MS,
    ),
    range,
    live,
  };
}
