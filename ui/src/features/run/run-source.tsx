import { Link } from '@tanstack/react-router';
import type { RunRow } from '@/api/runs/run-row';
import { REPEATS_TAG } from '@/features/jobs/repeat';
import { CopyButton } from '@/shared/ui/copy-button';
import { Facts } from '@/shared/ui/facts';
import { Section } from '@/shared/ui/section';
import { commitUrl } from './commit-url';
import { useReproductionFacts } from './reproduction-facts';

const TYPES: Record<string, string> = {
  JOB: 'Job',
  LOCAL: 'Program',
  NOTEBOOK: 'Notebook',
  PROJECT: 'Project',
};

/** From which code a run was started. */
export function RunSource({ row }: { row: RunRow }) {
  const { tags, run } = row;
  const source = (name: string) => tags.get(`mlflow.source.${name}`);
  const commit = source('git.commit');
  const type = source('type') ?? '';
  const repeats = tags.get(REPEATS_TAG);
  const reproduction = useReproductionFacts(row);
  const facts = [
    [TYPES[type] ?? 'Source', source('name')],
    ['Entry point', tags.get('mlflow.project.entryPoint')],
    ['Environment', tags.get('mlflow.project.env')],
    ['Repository', source('git.repoURL')],
    ['Branch', source('git.branch') ?? tags.get('mlflow.gitBranch')],
    ['Commit', commit && <Commit commit={commit} repository={source('git.repoURL')} />],
    ['Repeats', repeats && <Repeated runId={repeats} experimentId={run.info.experiment_id} />],
    ['Image', tags.get('mlflow.docker.image.name')],
    ...reproduction,
  ] as const;
  if (facts.every(([, value]) => !value)) return null;
  return (
    <Section title="Source">
      <Facts facts={facts} />
    </Section>
  );
}

function Repeated({ runId, experimentId }: { runId: string; experimentId: string }) {
  return (
    <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId, runId }}>
      run <code>{runId.slice(0, 8)}</code>
    </Link>
  );
}

function Commit({ commit, repository }: { commit: string; repository: string | undefined }) {
  const url = commitUrl(repository, commit);
  const short = <code title={commit}>{commit.slice(0, 12)}</code>;
  return (
    <>
      {url ? (
        <a href={url} target="_blank" rel="noopener noreferrer">
          {short}
        </a>
      ) : (
        short
      )}{' '}
      <CopyButton text={commit} label="Copy the commit" />
    </>
  );
}
