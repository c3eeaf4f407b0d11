import type { ArtifactFacts, ServerFacts } from '@/api/types';
import { formatBytes, plural } from '@/shared/format/number';
import { formatInstant } from '@/shared/format/time';
import { Facts } from '@/shared/ui/facts';
import { Section } from '@/shared/ui/section';

const KINDS: Record<string, string> = {
  file: 'a folder of the server',
  s3: 'Amazon S3 or what speaks like it',
  gs: 'Google Cloud Storage',
  az: 'Azure storage',
};

const FRAMING: Record<string, string> = {
  SAMEORIGIN: 'pages of this server and local notebooks',
  DENY: 'nobody',
  NONE: 'any page',
};

function placeText({ kind, bucket, proxied }: ArtifactFacts): string {
  if (proxied) return 'served by this server';
  const name = KINDS[kind] ?? kind;
  return bucket ? `${bucket}, ${name}` : name;
}

/** Versions, storage and access of the server. */
export function ServerSections({ server }: { server: ServerFacts }) {
  const { database, access } = server;
  const threads = `${server.threads} threads`;
  return (
    <>
      <Section title="Server">
        <Facts
          facts={[
            ['Barograph', server.version],
            ['Protocol', `MLflow ${server.protocol_version}`],
            ['Python', server.python_version],
            ['Running since', formatInstant(server.started_ms)],
            ['Processes', server.processes === 1 ? `one, ${threads}` : `${server.processes}, ${threads} each`],
          ]}
        />
      </Section>
      <Section title="Storage">
        <Facts
          facts={[
            ['Database', [database.kind, database.version].filter(Boolean).join(' ')],
            ['Size', database.size_bytes == null ? 'in memory' : formatBytes(database.size_bytes)],
            ['Layout', database.schema_version && `version ${database.schema_version}`],
            ['Artifacts served', server.served_artifacts ? placeText(server.served_artifacts) : 'none'],
            ['Artifacts of new experiments', placeText(server.new_artifacts)],
          ]}
        />
      </Section>
      <Section title="Access">
        <Facts
          facts={[
            ['Sign-in', access.users ? 'required' : 'none: whoever reaches the server may read and change everything'],
            ['Host names', checked(access.checks_hosts, access.further_hosts, 'local and private ones')],
            ['Other pages', checked(access.checks_origins, access.further_origins, 'none')],
            ['May frame pages', FRAMING[access.framing] ?? access.framing],
          ]}
        />
      </Section>
    </>
  );
}

function checked(isChecked = false, further = 0, usual: string): string {
  if (!isChecked) return 'not checked';
  if (further === 0) return usual;
  return usual === 'none' ? plural(further, 'pattern') : `${usual}, and ${plural(further, 'pattern')}`;
}

/** The most there may be of things. */
export function Limits({ limits }: { limits: NonNullable<ServerFacts['limits']> }) {
  return (
    <Section title="Limits">
      <table className="table" aria-label="Limits">
        <tbody>
          {limits.map(({ what, most }) => (
            <tr key={what}>
              <td>{what}</td>
              <td className="number">{most.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
