import { useQueries } from '@tanstack/react-query';
import { api } from '../client';
import { quotedText } from '../quoting';
import type { LoggedModel, Run } from '../types';
import { type Listed, listArtifacts } from './list-artifacts';
import { fileUrl } from './source';

/** What a run says of its environment; none of it need be there. */
export interface RunRequirements {
  requirements?: string;
  python?: string;
  /** The file that says so. */
  from?: string;
}

const PYTHON = /^python:\s*["']?([\w.]+)/m;

const REQUIREMENTS = 'requirements.txt';

/** The texts of those of some files that lie directly in a run or a logged model. */
async function textsOf(source: Listed, paths: readonly string[], signal: AbortSignal) {
  const { files = [] } = await listArtifacts(source, '', signal);
  const there = paths.filter((path) => files.some((file) => file.path === path && !file.is_dir));
  const read = async (path: string) => [path, await (await api.file(fileUrl(source, path), signal)).text()] as const;
  return new Map(await Promise.all(there.map(read)));
}

async function readRequirements({ info }: Run, signal: AbortSignal): Promise<RunRequirements> {
  const own = await textsOf({ kind: 'run', runId: info.run_id }, [REQUIREMENTS], signal);
  if (own.has(REQUIREMENTS)) return { requirements: own.get(REQUIREMENTS), from: REQUIREMENTS };
  const asked = {
    experiment_ids: [info.experiment_id],
    filter: `source_run_id = ${quotedText(info.run_id)}`,
    max_results: 1,
  };
  const { models = [] } = await api.post<{ models?: LoggedModel[] }>('logged-models/search', asked, signal);
  const model = models[0]?.info;
  if (model === undefined) return {};
  const source: Listed = { kind: 'logged-model', modelId: model.model_id };
  const found = await textsOf(source, [REQUIREMENTS, 'python_env.yaml'], signal);
  return {
    requirements: found.get(REQUIREMENTS),
    python: PYTHON.exec(found.get('python_env.yaml') ?? '')?.[1],
    from: found.has(REQUIREMENTS) ? `${model.name}/${REQUIREMENTS}` : undefined,
  };
}

/** Requirements that runs, or the last models that they logged, have among their files; in the order of the runs. */
export function useRequirements(runs: readonly Run[]) {
  return useQueries({
    queries: runs.map((run) => ({
      queryKey: ['artifacts', 'requirements', run.info.run_id],
      queryFn: ({ signal }: { signal: AbortSignal }) => readRequirements(run, signal),
    })),
  });
}
