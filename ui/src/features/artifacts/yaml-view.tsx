import { parseDocument } from 'yaml';
import type { ArtifactSource } from '@/api/artifacts/source';
import { ParsedView } from './parsed-view';

const MOST_ALIASES = 100;

/** YAML without its own types, and with few aliases, as a few lines of those can mean gigabytes. */
function parseYaml(text: string): unknown {
  const document = parseDocument(text, { schema: 'core', logLevel: 'silent' });
  const [error] = document.errors;
  if (error) throw error;
  return document.toJS({ maxAliasCount: MOST_ALIASES });
}

export default function YamlView({ source, path }: { source: ArtifactSource; path: string }) {
  return <ParsedView source={source} path={path} parse={parseYaml} />;
}
