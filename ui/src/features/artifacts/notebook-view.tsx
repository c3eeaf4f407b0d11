import { lazy, Suspense, useMemo } from 'react';
import { useArtifactText } from '@/api/artifacts/read-artifact';
import type { ArtifactSource } from '@/api/artifacts/source';
import { EmptyState } from '@/shared/ui/empty-state';
import { SkeletonRows } from '@/shared/ui/skeleton-rows';
import styles from './artifacts.module.css';
import { FileProblem } from './file-problem';
import { guessedHeight } from './harmless-html';
import { HtmlFrame } from './html-frame';
import { type NotebookCell, type Output, parseNotebook } from './notebook';
import cellStyles from './notebook.module.css';
import { TextView } from './text-view';

const Markdown = lazy(() => import('@/shared/ui/markdown'));
const MOST_BYTES = 16 * 1024 * 1024;

/** A notebook as its cells and what they printed; nothing in it runs. */
export default function NotebookView({ source, path }: { source: ArtifactSource; path: string }) {
  const file = useArtifactText(source, path, MOST_BYTES);
  const text = file.data?.text ?? '';
  const cells = useMemo(() => {
    try {
      return parseNotebook(text);
    } catch {
      return undefined;
    }
  }, [text]);
  if (file.isPending) return <SkeletonRows rows={8} />;
  if (file.isError) return <FileProblem path={path} error={file.error} onRetry={file.refetch} />;
  if (text === '') return <EmptyState title="The file is empty" />;
  if (cells === undefined) {
    return (
      <>
        <p className={styles.cut}>This is no notebook that can be read, so its source is shown.</p>
        <TextView source={source} path={path} />
      </>
    );
  }
  return (
    <Suspense fallback={<SkeletonRows rows={8} />}>
      <div className={cellStyles.notebook}>
        {cells.map((cell, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: cells of a stored notebook never change places
          <Cell key={index} cell={cell} />
        ))}
      </div>
    </Suspense>
  );
}

function Cell({ cell }: { cell: NotebookCell }) {
  if (cell.kind === 'markdown') return <Markdown text={cell.source} />;
  return (
    <section className={cellStyles.cell} aria-label={cell.kind === 'code' ? 'Code cell' : 'Raw cell'}>
      <span className={cellStyles.count}>{cell.kind === 'code' && `[${cell.count ?? ' '}]`}</span>
      <pre className={cellStyles.code}>{cell.source}</pre>
      {cell.outputs.map((output, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outputs of a stored notebook never change places
        <div key={index} className={cellStyles.output}>
          <Shown output={output} />
        </div>
      ))}
    </section>
  );
}

function Shown({ output }: { output: Output }) {
  switch (output.kind) {
    case 'text':
      return (
        <pre className={cellStyles.text} data-error={output.error || undefined}>
          {output.text}
        </pre>
      );
    case 'image':
      return <img src={output.url} alt="Output" />;
    case 'html':
      return <HtmlFrame html={output.html} title="Output" height={guessedHeight(output.html)} />;
    case 'markdown':
      return <Markdown text={output.text} />;
  }
}
