import { useArtifactText } from '@/api/artifacts/read-artifact';
import { type ArtifactSource, fileUrl } from '@/api/artifacts/source';
import { CopyButton } from '@/shared/ui/copy-button';
import { ErrorState } from '@/shared/ui/error-state';
import { Icon } from '@/shared/ui/icon';
import { Section } from '@/shared/ui/section';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import { exampleTable, indented } from './example-table';
import styles from './input-example.module.css';

const MOST_BYTES = 64 * 1024;
const ROWS = 5;

/** The beginning of the example that was saved with the model: as a table if it is one, else as the JSON it is. */
export function InputExample({ source, path }: { source: ArtifactSource; path: string }) {
  const file = useArtifactText(source, path, MOST_BYTES);
  const text = file.data?.text ?? '';
  const table = exampleTable(text);
  const tools = (
    <>
      <CopyButton text={text} label="Copy the example" />
      <a href={fileUrl(source, path)} download aria-label="Download the example">
        <Icon name="download" />
      </a>
    </>
  );
  return (
    <Section title="Example of its input" count={table?.rows.length} tools={file.data && tools}>
      {file.isPending && <SkeletonRows rows={2} />}
      {file.isError && <ErrorState what="The example could not be read" error={file.error} onRetry={file.refetch} />}
      {table && (
        <div className={styles.scroller}>
          <table className="table" aria-label="Example of its input">
            <thead>
              <tr>
                {table.columns.map((name) => (
                  <th key={name} className="number">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.slice(0, ROWS).map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a stored file never change places
                <tr key={index}>
                  {table.columns.map((name, place) => (
                    <td key={name} className="number whole">
                      {row[place]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {file.data && !table && <pre className={styles.json}>{indented(text)}</pre>}
    </Section>
  );
}
