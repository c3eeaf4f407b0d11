import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { useLoggedModelsOfRun } from '@/api/logged-models/search-logged-models';
import type { VersionSource } from '@/api/model-versions/create-version';
import { useVersionsOfRun } from '@/api/model-versions/search-versions';
import type { RunRow } from '@/api/runs/run-row';
import type { LoggedModel } from '@/api/types';
import { Section } from '@/shared/ui/section';
import { Status } from '@/shared/ui/status';
import { folderModels } from './folder-models';
import { RegisterDialog } from './register-dialog';

interface RunModelsProps {
  row: RunRow;
  models: ReturnType<typeof useLoggedModelsOfRun>;
}

interface Entry {
  key: string;
  name: string;
  status?: string;
  source: VersionSource;
}

function loggedEntry({ info }: LoggedModel): Entry {
  return {
    key: info.model_id,
    name: info.name,
    status: info.status,
    source: { source: `models:/${info.model_id}`, modelId: info.model_id, runId: info.source_run_id || undefined },
  };
}

/** The models that a run logged, with the versions registered from them. */
export function RunModels({ row, models }: RunModelsProps) {
  const versions = useVersionsOfRun(row.id);
  const [registering, setRegistering] = useState<Entry>();
  const entries: Entry[] = [
    ...(models.data ?? []).map(loggedEntry),
    ...folderModels(row).map((path) => ({
      key: path,
      name: path,
      source: { source: `runs:/${row.id}/${path}`, runId: row.id },
    })),
  ];
  if (entries.length === 0 && !versions.data?.length) return null;
  return (
    <Section title="Models" count={entries.length}>
      <table className="table" aria-label="Models">
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.key}>
              <td>
                <Link
                  from="/experiments/$experimentId/runs/$runId"
                  to="."
                  search={{
                    tab: 'artifacts',
                    path: entry.source.modelId ? `${entry.key}:MLmodel` : `run:${entry.key}/MLmodel`,
                  }}
                >
                  {entry.name}
                </Link>
              </td>
              <td>{entry.status && <Status value={entry.status} />}</td>
              <td className="number">
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => setRegistering(entry)}
                  aria-label={`Register ${entry.name}`}
                >
                  Register
                </Button>
              </td>
            </tr>
          ))}
          {versions.data?.map(({ name, version, current_stage: stage }) => (
            <tr key={`${name}/${version}`}>
              <td>
                <Link to="/models/$name/versions/$version" params={{ name, version }}>
                  {name} · version {version}
                </Link>
              </td>
              <td>{stage && stage !== 'None' && <Status value={stage} />}</td>
              <td className="number dim">registered</td>
            </tr>
          ))}
        </tbody>
      </table>
      {registering && (
        <RegisterDialog
          title={`Register ${registering.name}`}
          source={registering.source}
          onClose={() => setRegistering(undefined)}
        />
      )}
    </Section>
  );
}
