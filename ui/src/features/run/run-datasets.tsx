import type { DatasetInput } from '@/api/types';
import { Facts } from '@/shared/ui/facts';
import { Section } from '@/shared/ui/section';

const CONTEXT_TAG = 'mlflow.data.context';

/** Rows and columns that a dataset's profile and schema tell of; nothing when they are not what we know. */
function shapeOf(profile: string, schema: string): string | undefined {
  try {
    const rows: unknown = JSON.parse(profile || '{}').num_rows;
    const columns: unknown = JSON.parse(schema || '{}').mlflow_colspec;
    const parts = [
      typeof rows === 'number' ? `${rows.toLocaleString('en')} rows` : undefined,
      Array.isArray(columns) ? `${columns.length} columns` : undefined,
    ].filter(Boolean);
    return parts.join(', ') || undefined;
  } catch {
    return undefined;
  }
}

/** The data that a run was given. */
export function RunDatasets({ inputs }: { inputs: readonly DatasetInput[] }) {
  if (inputs.length === 0) return null;
  return (
    <Section title="Datasets" count={inputs.length}>
      {inputs.map(({ dataset, tags }) => (
        <Facts
          key={`${dataset.name} ${dataset.digest}`}
          facts={[
            ['Name', dataset.name],
            ['Used for', tags?.find((tag) => tag.key === CONTEXT_TAG)?.value],
            ['Digest', <code key="digest">{dataset.digest}</code>],
            ['Size', shapeOf(dataset.profile ?? '', dataset.schema ?? '')],
            ['Source', dataset.source],
          ]}
        />
      ))}
    </Section>
  );
}
