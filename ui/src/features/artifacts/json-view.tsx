import type { ArtifactSource } from '@/api/artifacts/source';
import { parseJson } from './json-shape';
import { ParsedView } from './parsed-view';

export function JsonView({ source, path }: { source: ArtifactSource; path: string }) {
  return <ParsedView source={source} path={path} parse={parseJson} />;
}
