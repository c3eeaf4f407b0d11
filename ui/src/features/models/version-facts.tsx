import { Link } from '@tanstack/react-router';
import { useRun } from '@/api/runs/get-run';
import type { ModelVersion } from '@/api/types';
import { formatInstant } from '@/shared/format/time';
import { Facts } from '@/shared/ui/facts';
import { Status } from '@/shared/ui/status';
import { Aliases } from './aliases';
import { RunLink } from './run-link';
import { StageMenu } from './stage-menu';

const LOGGED_MODEL = /^models:\/(m-[0-9a-f]+)/;

/** State, origin and dates of a version. */
export function VersionFacts({ version }: { version: ModelVersion }) {
  const { name, version: number, run_id: runId, source } = version;
  return (
    <Facts
      facts={[
        ['Stage', <StageMenu key="stage" version={version} />],
        ['Aliases', <Aliases key="aliases" name={name} version={number} aliases={version.aliases ?? []} />],
        ['State', version.status && <Status value={version.status} />],
        ['Registered', formatInstant(version.creation_timestamp)],
        ['Changed', version.last_updated_timestamp ? formatInstant(version.last_updated_timestamp) : undefined],
        ['By', version.user_id],
        ['Run', runId && <RunLink runId={runId} />],
        ['Files', runId && <FilesLink runId={runId} modelId={LOGGED_MODEL.exec(source ?? '')?.[1]} />],
        ['Source', <code key="source">{source}</code>],
      ]}
    />
  );
}

function FilesLink({ runId, modelId }: { runId: string; modelId: string | undefined }) {
  const run = useRun(runId);
  if (!run.data) return null;
  return (
    <Link
      to="/experiments/$experimentId/runs/$runId"
      params={{ experimentId: run.data.info.experiment_id, runId }}
      search={{ tab: 'artifacts', path: modelId ? `${modelId}:MLmodel` : undefined }}
    >
      Browse
    </Link>
  );
}
