import type { RunRow } from '@/api/runs/run-row';
import type { ProjectJob } from '@/api/types';

/** What a run can be repeated from. */
export interface Repeatable {
  uri: string;
  version?: string;
  entryPoint: string;
  envManager?: string;
  queue: string;
  parameters: [name: string, value: string][];
}

export const REPEATS_TAG = 'barograph.repeats';
export const DEFAULT_QUEUE = 'default';
const MANAGERS = ['uv', 'virtualenv', 'conda', 'local'];
const FETCHED = /^(?!file:)([A-Za-z][A-Za-z0-9+.-]*:\/\/|[^/\s:]+:)/;

/** What to enqueue so that a run is made again: from its job, else from its tags; undefined if it was no run of a project. */
export function repeatableOf(row: RunRow, job: ProjectJob | null | undefined): Repeatable | undefined {
  const tag = (name: string) => row.tags.get(`mlflow.${name}`) || undefined;
  const uri = job?.uri ?? (tag('source.type') === 'PROJECT' ? tag('source.name') : undefined);
  if (uri === undefined) return undefined;
  const commit = FETCHED.test(uri) ? tag('source.git.commit') : undefined;
  if (job) {
    return {
      uri,
      version: commit ?? job.version ?? undefined,
      entryPoint: job.entry_point,
      envManager: job.env_manager ?? undefined,
      queue: job.queue,
      parameters: (job.parameters ?? []).map(({ key, value }) => [key, value ?? '']),
    };
  }
  const manager = tag('project.env');
  return {
    uri,
    version: commit,
    entryPoint: tag('project.entryPoint') ?? 'main',
    envManager: manager && MANAGERS.includes(manager) ? manager : undefined,
    queue: DEFAULT_QUEUE,
    parameters: [...row.params].map(([name, value]) => [name, unquoted(value)]),
  };
}

/** A parameter as it was given: runs of projects log it as a shell would quote it. */
export function unquoted(text: string): string {
  if (!/^'.*'$/s.test(text)) return text;
  const inner = text.slice(1, -1);
  const bare = inner.replaceAll(`'"'"'`, "'");
  return quoted(bare) === text ? bare : text;
}

function quoted(text: string): string {
  if (text !== '' && /^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}
