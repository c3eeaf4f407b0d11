import { api } from '../client';
import { quotedText } from '../quoting';
import type { Run, RunsFound, RunTable } from '../types';

const MOST_TOGETHER = 500;

interface Waiting {
  runId: string;
  found: (run: Run) => void;
  failed: (error: unknown) => void;
}

let waiting: Waiting[] = [];

async function readAlone(runId: string): Promise<Run> {
  return (await api.get<{ run: Run }>('runs/get', { run_id: runId })).run;
}

/** Runs of any experiments by their ids; those that are not there are left out. */
async function readTogether(runIds: readonly string[]): Promise<Map<string, Run>> {
  const asked = {
    filter: `run_id IN (${runIds.map(quotedText).join(', ')})`,
    run_view_type: 'ALL',
    max_results: runIds.length,
  };
  const places = await api.native.post<RunTable>('runs/query', { ...asked, fields: ['experiment_id'] });
  const experiments = [...new Set(places.columns[0]?.values?.map(String))];
  if (experiments.length === 0) return new Map();
  const { runs = [] } = await api.post<RunsFound>('runs/search', { ...asked, experiment_ids: experiments });
  return new Map(runs.map((run) => [run.info.run_id, run]));
}

async function readAll(asked: readonly Waiting[]): Promise<void> {
  let runs = new Map<string, Run>();
  try {
    if (asked.length > 1) runs = await readTogether(asked.map(({ runId }) => runId));
  } catch {
    // Something among them may be no id at all: each is asked for alone, and says so itself.
  }
  for (const { runId, found, failed } of asked) {
    const run = runs.get(runId);
    if (run) found(run);
    else readAlone(runId).then(found, failed);
  }
}

function flush() {
  const asked = waiting;
  waiting = [];
  for (let first = 0; first < asked.length; first += MOST_TOGETHER) {
    void readAll(asked.slice(first, first + MOST_TOGETHER));
  }
}

/** One run, deleted ones too. Runs that are wanted at the same time are read in the same requests. */
export function readRun(runId: string): Promise<Run> {
  return new Promise((found, failed) => {
    if (waiting.length === 0) setTimeout(flush);
    waiting.push({ runId, found, failed });
  });
}
