import { Link } from '@tanstack/react-router';
import type { ModelVersion, RegisteredModel } from '@/api/types';
import type { Column } from '@/shared/table/column';
import { Moment } from '@/shared/ui/moment';
import { Status } from '@/shared/ui/status';
import { Aliases } from './aliases';
import { tagsOf } from './own-tags';
import { RunLink } from './run-link';
import { StageMenu } from './stage-menu';

function tagText(version: ModelVersion): string {
  return tagsOf(version)
    .map(({ key, value }) => `${key}: ${value}`)
    .join(', ');
}

type Alias = NonNullable<RegisteredModel['aliases']>[number];

export function versionColumns(aliases: readonly Alias[]): Column<ModelVersion>[] {
  const namesOf = ({ version }: ModelVersion) =>
    aliases.filter((alias) => alias.version === version).map((alias) => alias.alias);
  return [
    {
      id: 'version',
      header: 'Version',
      width: 96,
      pinned: true,
      cell: ({ name, version }) => (
        <Link to="/models/$name/versions/$version" params={{ name, version }}>
          Version {version}
        </Link>
      ),
    },
    { id: 'stage', header: 'Stage', width: 140, cell: (row) => <StageMenu version={row} /> },
    {
      id: 'aliases',
      header: 'Aliases',
      width: 240,
      cell: (row) => <Aliases name={row.name} version={row.version} aliases={namesOf(row)} />,
    },
    { id: 'state', header: 'State', width: 120, cell: (row) => row.status && <Status value={row.status} /> },
    { id: 'created', header: 'Registered', width: 120, cell: (row) => <Moment ms={row.creation_timestamp} /> },
    { id: 'run', header: 'Run', width: 170, cell: (row) => row.run_id && <RunLink runId={row.run_id} /> },
    {
      id: 'tags',
      header: 'Tags',
      width: 200,
      cell: (row) => <span title={tagText(row)}>{tagText(row)}</span>,
    },
    {
      id: 'description',
      header: 'Description',
      width: 260,
      cell: (row) => <span title={row.description ?? undefined}>{row.description}</span>,
    },
  ];
}
