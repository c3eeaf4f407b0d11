import { useMemo } from 'react';
import { useArtifactText } from '@/api/artifacts/read-artifact';
import type { ArtifactSource } from '@/api/artifacts/source';
import { EmptyState } from '@/shared/ui/empty-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import styles from './artifacts.module.css';
import { FileProblem } from './file-problem';
import { isPlotly } from './json-shape';
import { TextView } from './text-view';
import { ValueTree } from './value-tree';

const MOST_BYTES = 8 * 1024 * 1024;

export type Parse = (text: string) => unknown;

interface ParsedViewProps {
  source: ArtifactSource;
  path: string;
  parse: Parse;
}

/** A file of values as a tree; what is too long for that, or does not parse, is shown as the text it is. */
export function ParsedView({ source, path, parse }: ParsedViewProps) {
  const file = useArtifactText(source, path, MOST_BYTES);
  const { text = '', cut = false } = file.data ?? {};
  const parsed = useMemo(() => (cut || text === '' ? undefined : attempt(parse, text)), [parse, text, cut]);
  if (file.isPending) return <SkeletonRows rows={8} />;
  if (file.isError) return <FileProblem path={path} error={file.error} onRetry={file.refetch} />;
  if (text === '') return <EmptyState title="The file is empty" />;
  if (parsed === undefined || 'problem' in parsed) {
    return (
      <>
        <p className={styles.cut}>
          {parsed ? `Shown as text: ${parsed.problem}` : 'Too large for a tree: shown as text.'}
        </p>
        <TextView source={source} path={path} />
      </>
    );
  }
  return (
    <>
      {isPlotly(parsed.value) && (
        <p className={styles.cut}>A Plotly figure, shown as its data. Log it as .html or .png too, to see it drawn.</p>
      )}
      <ValueTree value={parsed.value} />
    </>
  );
}

function attempt(parse: Parse, text: string): { value: unknown } | { problem: string } {
  try {
    return { value: parse(text) };
  } catch (error) {
    return { problem: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}
