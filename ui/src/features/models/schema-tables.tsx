import { useArtifactText } from '@/api/artifacts/read-artifact';
import type { ArtifactSource } from '@/api/artifacts/source';
import { ErrorState } from '@/shared/ui/error-state';
import { Section } from '@/shared/ui/section';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { InputExample } from './input-example';
import { type Field, parseManifest } from './manifest';

/** What the model takes and gives, from its MLmodel file. */
export default function SchemaTables({ source }: { source: ArtifactSource }) {
  const file = useArtifactText(source, 'MLmodel');
  if (file.isPending) return <SkeletonRows rows={4} />;
  if (file.isError) {
    return <ErrorState what="The MLmodel file could not be read" error={file.error} onRetry={file.refetch} />;
  }
  const { flavors, inputs, outputs, params, example } = parseManifest(file.data.text);
  return (
    <>
      <Fields title="Inputs" fields={inputs} />
      <Fields title="Outputs" fields={outputs} />
      {params.length > 0 && <Fields title="Parameters" fields={params} />}
      {example !== undefined && <InputExample source={source} path={example} />}
      <Section title="Flavours" count={flavors.length}>
        <table className="table" aria-label="Flavours">
          <tbody>
            {flavors.map(({ name, version }) => (
              <tr key={name}>
                <td>{name}</td>
                <td className="number dim">{version}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </>
  );
}

function Fields({ title, fields }: { title: string; fields: Field[] }) {
  return (
    <Section title={title} count={fields.length}>
      {fields.length === 0 ? (
        <span className="dim">The model says nothing about them.</span>
      ) : (
        <table className="table" aria-label={title}>
          <tbody>
            {fields.map((field) => (
              <tr key={field.name}>
                <td>{field.name}</td>
                <td className="number">
                  {!field.required && <span className="dim">optional </span>}
                  <code>{field.type}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
