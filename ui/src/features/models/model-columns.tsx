import { Link } from '@tanstack/react-router';
import type { RegisteredModel } from '@/api/types';
import type { Column } from '@/shared/table/column';
import { Moment } from '@/shared/ui/moment';

function newest(model: RegisteredModel): string {
  const versions = (model.latest_versions ?? []).map((version) => Number(version.version));
  return versions.length === 0 ? '' : String(Math.max(...versions));
}

function inStage(model: RegisteredModel, stage: string) {
  const version = model.latest_versions?.find((each) => each.current_stage === stage)?.version;
  if (version === undefined) return <span className="dim">—</span>;
  return (
    <Link to="/models/$name/versions/$version" params={{ name: model.name, version }}>
      {version}
    </Link>
  );
}

function aliasText(model: RegisteredModel): string {
  return (model.aliases ?? []).map(({ alias, version }) => `@${alias} → ${version}`).join(', ');
}

export const modelColumns: Column<RegisteredModel>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 300,
    sortable: true,
    pinned: true,
    cell: (row) => (
      <Link to="/models/$name" params={{ name: row.name }} title={row.name}>
        {row.name}
      </Link>
    ),
  },
  { id: 'latest', header: 'Latest', width: 80, numeric: true, cell: newest },
  { id: 'production', header: 'Production', width: 96, numeric: true, cell: (row) => inStage(row, 'Production') },
  { id: 'staging', header: 'Staging', width: 80, numeric: true, cell: (row) => inStage(row, 'Staging') },
  { id: 'aliases', header: 'Aliases', width: 220, cell: (row) => <span title={aliasText(row)}>{aliasText(row)}</span> },
  { id: 'created', header: 'Created', width: 130, cell: (row) => <Moment ms={row.creation_timestamp} /> },
  {
    id: 'last_updated_timestamp',
    header: 'Changed',
    width: 130,
    sortable: true,
    cell: (row) => <Moment ms={row.last_updated_timestamp} />,
  },
  {
    id: 'description',
    header: 'Description',
    width: 320,
    cell: (row) => <span title={row.description ?? undefined}>{row.description}</span>,
  },
];
