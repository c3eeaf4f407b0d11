import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useLoggedModelsOfRun } from '@/api/logged-models/search-logged-models';
import { useVersionsOfRun } from '@/api/model-versions/search-versions';
import type { RunRow } from '@/api/runs/run-row';
import { folderModels } from '@/features/run/folder-models';
import { RunState } from '@/features/run/run-state';
import { ErrorState } from '@/shared/ui/error-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { Status } from '@/shared/ui/status';
import styles from './lineage.module.css';
import { LineageGraph, type LineageNode } from './lineage-graph';
import { type RunLineage, runLineage } from './run-lineage';

interface LineageOfRunProps {
  row: RunRow;
  /** The id of what the page is about: `run ID`, or `version NAME NUMBER`. */
  current: string;
}

/** From the data over the run and its models to what is registered. */
export default function LineageOfRun({ row, current }: LineageOfRunProps) {
  const models = useLoggedModelsOfRun(row.run.info.experiment_id, row.id);
  const versions = useVersionsOfRun(row.id);
  const lineage = useMemo(
    () => runLineage(row, models.data ?? [], folderModels(row), versions.data ?? []),
    [row, models.data, versions.data],
  );
  const failed = [models, versions].find((query) => query.isError);
  if (failed?.error)
    return <ErrorState what="Lineage could not be loaded" error={failed.error} onRetry={failed.refetch} />;
  if (models.isPending || versions.isPending) return <SkeletonRows rows={4} />;
  const columns = columnsOf(row, lineage).map((nodes) =>
    nodes.map((node) => ({ ...node, current: node.id === current })),
  );
  return (
    <>
      {lineage.edges.length === 0 && (
        <p className={styles.note}>
          Nothing is recorded around this run: data come with log_input, models with log_model, versions with
          registration.
        </p>
      )}
      <LineageGraph label="Lineage" columns={columns} edges={lineage.edges} />
    </>
  );
}

function columnsOf(row: RunRow, { datasets, readModels, models, versions }: RunLineage): LineageNode[][] {
  const run = { experimentId: row.run.info.experiment_id, runId: row.id };
  return [
    [
      ...datasets.map(({ id, name, digest, use }) => ({
        id,
        kind: use ? `Data for ${use}` : 'Data',
        title: <span title={name}>{name}</span>,
        detail: <code title={digest}>{digest}</code>,
      })),
      ...readModels.map((modelId) => ({ id: `read ${modelId}`, kind: 'Model read', title: <code>{modelId}</code> })),
    ],
    [
      {
        id: `run ${row.id}`,
        kind: 'Run',
        title: (
          <Link to="/experiments/$experimentId/runs/$runId" params={run} title={row.name}>
            {row.name}
          </Link>
        ),
        detail: <RunState row={row} />,
      },
    ],
    models.map(({ id, name, modelId, path }) => ({
      id,
      kind: 'Logged model',
      title: (
        <Link
          to="/experiments/$experimentId/runs/$runId"
          params={run}
          search={{ tab: 'artifacts', path }}
          title={modelId ?? name}
        >
          {name}
        </Link>
      ),
      detail: modelId && <code title={modelId}>{modelId.slice(0, 8)}</code>,
    })),
    versions.map(({ id, name, version, stage }) => ({
      id,
      kind: 'Registered version',
      title: (
        <Link to="/models/$name/versions/$version" params={{ name, version }} title={`${name}, version ${version}`}>
          {name} {version}
        </Link>
      ),
      detail: stage !== 'None' && <Status value={stage} />,
    })),
  ];
}
