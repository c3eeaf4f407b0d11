import { useMemo } from 'react';
import { useArtifactsOfRuns, useFoldersOfRuns } from '@/api/artifacts/list-artifacts';
import type { ChartRun } from '@/features/metrics/chart-run';
import { isMediaFolder, type LoggedMedia, mediaOf } from './logged-media';

export interface RunMedia {
  run: ChartRun;
  media: LoggedMedia[];
}

/** What runs logged to be seen or heard: in their root, and in folders whose names say so. */
export function useMedia(runs: readonly ChartRun[]) {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const roots = useArtifactsOfRuns(ids, '');
  const folders = useMemo(
    () =>
      roots.flatMap(({ data }, index) =>
        (data ?? [])
          .filter((file) => file.is_dir && isMediaFolder(file.path))
          .map(({ path }) => ({ runId: ids[index] ?? '', path })),
      ),
    [roots, ids],
  );
  const inside = useFoldersOfRuns(folders);
  const answers = [...roots, ...inside];
  const stamp = answers.map((answer) => answer.dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lists are new each time, the listings in them change with the stamp
  const found = useMemo(
    () =>
      runs.map((run, index): RunMedia => {
        const below = folders.flatMap(({ runId }, place) => (runId === run.id ? (inside[place]?.data ?? []) : []));
        const files = [...(roots[index]?.data ?? []), ...below].filter((file) => !file.is_dir);
        return { run, media: mediaOf(files.map((file) => file.path)) };
      }),
    [runs, stamp],
  );
  const failed = answers.find((answer) => answer.isError);
  return {
    found,
    isPending: answers.some((answer) => answer.isPending),
    error: failed?.error ?? null,
    retry: () => {
      for (const answer of answers) if (answer.isError) void answer.refetch();
    },
  };
}
