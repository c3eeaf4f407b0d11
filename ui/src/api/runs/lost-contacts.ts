import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../client';
import type { Contact, ContactsFound, Run } from '../types';
import { runKeys } from './keys';

const IDS_A_REQUEST = 100;
const MOST_RUNS = 1_000;
const LIVE_INTERVAL_MS = 5_000;

/** The last signs of life of runs that gave no more, by run id. */
export type LostContacts = ReadonlyMap<string, Contact>;

const NONE: LostContacts = new Map();

/** Ids of the runs whose processes may be asked after. */
export function runningIds(runs: readonly Run[]): string[] {
  return runs.filter((run) => run.info.status === 'RUNNING').map((run) => run.info.run_id);
}

async function readContacts(runIds: readonly string[], signal: AbortSignal): Promise<ContactsFound[]> {
  const parts: Promise<ContactsFound>[] = [];
  for (let start = 0; start < runIds.length; start += IDS_A_REQUEST) {
    const query = { run_ids: runIds.slice(start, start + IDS_A_REQUEST) };
    parts.push(api.native.get<ContactsFound>('runs/contact', query, signal));
  }
  return Promise.all(parts);
}

// The others beat all the time, and nothing that is shown changes by it.
function lostOf(answers: ContactsFound[]): LostContacts {
  const lost = answers.flatMap(({ contacts = [] }) => contacts.filter(({ state }) => state === 'LOST'));
  return new Map(lost.map((contact) => [contact.run_id, contact]));
}

/** Which of some running runs lost contact to their processes; asked again while the page is looked at. */
export function useLostContacts(runIds: readonly string[]): LostContacts {
  // In an order that does not depend on that of the rows.
  const asked = useMemo(() => runIds.slice(0, MOST_RUNS).sort(), [runIds]);
  const query = useQuery({
    queryKey: [...runKeys, 'contact', asked],
    queryFn: ({ signal }) => readContacts(asked, signal),
    select: lostOf,
    enabled: runIds.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_INTERVAL_MS,
  });
  return (runIds.length > 0 && query.data) || NONE;
}
