import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useListings } from '@/api/artifacts/list-artifacts';
import type { ArtifactRoot } from '@/features/artifacts/artifact-browser';
import { formatBytes } from '@/shared/format/number';
import { Section } from '@/shared/ui/section';
import { isEnvironmentFile } from './environment-files';

const MOST_ROOTS = 4;

/** Files that say what a run was made with, those of its models too. */
export function RunEnvironment({ roots }: { roots: readonly ArtifactRoot[] }) {
  const looked = useMemo(() => roots.slice(0, MOST_ROOTS), [roots]);
  const listings = useListings(looked.map(({ source }) => ({ source, path: '' })));
  const files = looked.flatMap((root, index) =>
    (listings[index]?.data ?? [])
      .filter((file) => !file.is_dir && isEnvironmentFile(file.path))
      .map((file) => ({ root, file })),
  );
  if (files.length === 0) return null;
  return (
    <Section title="Environment" count={files.length}>
      <table className="table" aria-label="Environment">
        <tbody>
          {files.map(({ root, file }) => (
            <tr key={`${root.id}:${file.path}`}>
              <td>
                <Link
                  from="/experiments/$experimentId/runs/$runId"
                  to="."
                  search={{ tab: 'artifacts', path: `${root.id}:${file.path}` }}
                >
                  {file.path}
                </Link>{' '}
                {root.id !== 'run' && <span className="dim">of {root.title}</span>}
              </td>
              <td className="number dim">{formatBytes(file.file_size ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
