import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../client';
import type { FileInfo } from '../types';
import type { ArtifactSource } from './source';

type Listed = Exclude<ArtifactSource, { kind: 'model-version' }>;

interface Listing {
  root_uri?: string;
  files?: FileInfo[];
}

function listArtifacts(source: Listed, path: string, signal: AbortSignal): Promise<Listing> {
  const directory = path === '' ? undefined : path;
  if (source.kind === 'run') return api.get('artifacts/list', { run_id: source.runId, path: directory }, signal);
  const model = encodeURIComponent(source.modelId);
  return api.get(`logged-models/${model}/artifacts/directories`, { artifact_directory_path: directory }, signal);
}

function listingQuery(source: Listed, path: string) {
  return queryOptions({
    queryKey: ['artifacts', 'list', source, path],
    queryFn: ({ signal }) => listArtifacts(source, path, signal),
    select: (listing) =>
      [...(listing.files ?? [])].sort((a, b) => Number(b.is_dir) - Number(a.is_dir) || a.path.localeCompare(b.path)),
  });
}

/** Files and folders directly below `path` ('' is the root), folders first, then by name. Paths start at the root. */
export function useArtifacts(source: Listed, path: string) {
  return useQuery(listingQuery(source, path));
}

/** The same folder of several runs, in the order of the ids. */
export function useArtifactsOfRuns(runIds: readonly string[], path: string) {
  return useQueries({ queries: runIds.map((runId) => listingQuery({ kind: 'run', runId }, path)) });
}

/** Folders of any runs, in their order. */
export function useFoldersOfRuns(folders: readonly { runId: string; path: string }[]) {
  return useQueries({ queries: folders.map(({ runId, path }) => listingQuery({ kind: 'run', runId }, path)) });
}
