import { useQueries } from '@tanstack/react-query';
import { versionQuery } from './get-version';

/** Several versions of a registered model, in the order of their numbers. */
export function useModelVersions(name: string, versions: readonly string[]) {
  return useQueries({ queries: versions.map((version) => versionQuery(name, version)) });
}
