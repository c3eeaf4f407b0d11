import { keysOf, type RunRow } from '@/api/runs/run-row';
import type { ModelVersion } from '@/api/types';
import { bestOf, betterOf } from '@/features/compare/best-value';
import { isSystemMetric } from '@/features/run/system-keys';
import { formatNumber } from '@/shared/format/number';
import { formatInstant } from '@/shared/format/time';
import type { SideGroup, SideRow } from '@/shared/ui/side-by-side';
import { Status } from '@/shared/ui/status';
import type { Field, Manifest } from './manifest';
import { tagsOf } from './own-tags';
import { RunLink } from './run-link';

/** A version with its run and what its MLmodel file says, as far as they can be read. */
export interface ComparedVersion {
  version: ModelVersion;
  row: RunRow | undefined;
  manifest: Manifest | undefined;
}

type Text = (compared: ComparedVersion) => string | undefined;

/** What is told of versions beside each other. */
export function versionGroups(compared: readonly ComparedVersion[]): SideGroup[] {
  const row = (name: string, text: Text): SideRow => ({ name, texts: compared.map(text) });
  const rows = compared.flatMap((each) => each.row ?? []);
  const tags = [...new Set(compared.flatMap(({ version }) => tagsOf(version).map(({ key }) => key)))].sort();
  const flavors = [
    ...new Set(compared.flatMap(({ manifest }) => manifest?.flavors.map(({ name }) => name) ?? [])),
  ].sort();
  return [
    {
      title: 'Version',
      rows: [
        {
          ...row('Stage', ({ version }) => version.current_stage ?? 'None'),
          cells: compared.map(({ version }) => (
            <Status key={version.version} value={version.current_stage ?? 'None'} />
          )),
        },
        row('Aliases', ({ version }) => version.aliases?.map((alias) => `@${alias}`).join(', ')),
        row('Registered', ({ version }) => formatInstant(version.creation_timestamp)),
        row('By', ({ version }) => version.user_id ?? undefined),
        {
          ...row('Run', ({ version }) => version.run_id ?? undefined),
          cells: compared.map(
            ({ version }) => version.run_id && <RunLink key={version.version} runId={version.run_id} />,
          ),
        },
        row('Description', ({ version }) => version.description ?? undefined),
        ...tags.map((key) => row(key, ({ version }) => tagsOf(version).find((tag) => tag.key === key)?.value)),
      ],
    },
    {
      title: 'Metrics of their runs',
      rows: keysOf(rows, 'metrics')
        .filter((key) => !isSystemMetric(key))
        .map((key) => metricRow(key, compared)),
    },
    {
      title: 'Parameters of their runs',
      rows: keysOf(rows, 'params').map((key) => row(key, (each) => each.row?.params.get(key))),
    },
    { title: 'Inputs', rows: fieldRows(compared, ({ inputs }) => inputs) },
    { title: 'Outputs', rows: fieldRows(compared, ({ outputs }) => outputs) },
    {
      title: 'Flavours',
      rows: flavors.map((name) =>
        row(name, ({ manifest }) => {
          const flavor = manifest?.flavors.find((each) => each.name === name);
          return flavor && (flavor.version ?? 'yes');
        }),
      ),
    },
  ];
}

function metricRow(key: string, compared: readonly ComparedVersion[]): SideRow {
  const values = compared.map((each) => each.row?.metrics.get(key));
  const better = betterOf(key);
  return {
    name: better ? `${key} ${better === 'lower' ? '↓' : '↑'}` : key,
    texts: values.map((value) => (value === undefined ? undefined : String(value))),
    cells: values.map((value) => (value === undefined ? undefined : formatNumber(value))),
    best: bestOf(values, better),
  };
}

/** Fields of a schema by name, in the order in which they first stand in any of the versions. */
export function fieldRows(compared: readonly ComparedVersion[], fieldsOf: (manifest: Manifest) => Field[]): SideRow[] {
  const listed = compared.map(({ manifest }) => (manifest ? fieldsOf(manifest) : []));
  const names = [...new Set(listed.flatMap((fields) => fields.map(({ name }) => name)))];
  return names.map((name) => ({
    name,
    texts: listed.map((fields) => {
      const field = fields.find((each) => each.name === name);
      return field && (field.required ? field.type : `${field.type}, optional`);
    }),
  }));
}
