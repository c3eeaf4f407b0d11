import type { Listed } from '@/api/artifacts/list-artifacts';
import type { LoggedModel } from '@/api/types';

/** Where several runs may have the same files: in the runs themselves, or in the newest model of one name that each logged. */
export interface ComparedRoot {
  /** The model's name; undefined for the runs themselves. */
  model?: string;
  /** What holds the files of each run, in their order; undefined where a run has nothing of the kind. */
  sources: (Listed | undefined)[];
}

/** A file as the address names it: the names of models cannot hold a colon. */
export function addressOf({ model }: ComparedRoot, path: string): string {
  return model === undefined ? path : `${model}:${path}`;
}

/** The root and the path below it of a file in the address. */
export function placeOf(
  roots: readonly ComparedRoot[],
  address: string,
): { root: ComparedRoot; path: string } | undefined {
  const colon = address.indexOf(':');
  const named = roots.find(({ model }) => model !== undefined && model === address.slice(0, Math.max(colon, 0)));
  if (named) return { root: named, path: address.slice(colon + 1) };
  const own = roots.find(({ model }) => model === undefined);
  return own && { root: own, path: address };
}

/** The runs, and below them what they logged, by name; `models` are those of each run, newest first. */
export function comparedRoots(
  runIds: readonly string[],
  models: readonly (readonly LoggedModel[] | undefined)[],
): ComparedRoot[] {
  const names = new Set(models.flatMap((ofRun) => ofRun?.map(({ info }) => info.name) ?? []));
  return [
    { sources: runIds.map((runId) => ({ kind: 'run', runId })) },
    ...[...names].sort().map((model) => ({
      model,
      sources: runIds.map((_, place): Listed | undefined => {
        const found = models[place]?.find(({ info }) => info.name === model);
        return found && { kind: 'logged-model', modelId: found.info.model_id };
      }),
    })),
  ];
}
