import { Button } from '@mantine/core';
import { type ArtifactSource, fileUrl } from '@/api/artifacts/source';
import { CopyButton } from '@/shared/ui/copy-button';
import { EmptyState } from '@/shared/ui/empty-state';
import { Icon } from '@/shared/ui/icon';
import { ArtifactTree } from './artifact-tree';
import styles from './artifacts.module.css';
import { nameOf } from './file-kind';
import { FileView } from './file-view';

export type ListedSource = Exclude<ArtifactSource, { kind: 'model-version' }>;

/** A place with files, under a name. `id` stands for it in the address. */
export interface ArtifactRoot {
  id: string;
  title: string;
  source: ListedSource;
}

interface ArtifactBrowserProps {
  roots: ArtifactRoot[];
  /** The open file as `ROOT-ID:PATH`. */
  open: string | undefined;
  onOpen: (open: string) => void;
}

/** Files as a tree at the left, the open one at the right. */
export function ArtifactBrowser({ roots, open, onOpen }: ArtifactBrowserProps) {
  const colon = open?.indexOf(':') ?? -1;
  const root = roots.find((each) => each.id === open?.slice(0, colon));
  const path = open?.slice(colon + 1) ?? '';
  return (
    <div className={styles.browser}>
      <nav className={styles.tree} aria-label="Files">
        {roots.map(({ id, title, source }) => (
          <section key={id} aria-label={title}>
            {roots.length > 1 && (
              <div className={styles.root} title={title}>
                {title}
              </div>
            )}
            <ArtifactTree
              source={source}
              path=""
              depth={0}
              open={root?.id === id ? path : undefined}
              onOpen={(next) => onOpen(`${id}:${next}`)}
            />
          </section>
        ))}
      </nav>
      {root && path ? (
        <OpenFile key={open} source={root.source} path={path} />
      ) : (
        <EmptyState title="Choose a file to see it" />
      )}
    </div>
  );
}

function OpenFile({ source, path }: { source: ListedSource; path: string }) {
  return (
    <article className={styles.file} aria-label={path}>
      <header>
        <span className={styles.path} title={path}>
          {path}
        </span>
        <CopyButton text={path} label="Copy the path" />
        <Button
          component="a"
          href={fileUrl(source, path)}
          download={nameOf(path)}
          variant="default"
          leftSection={<Icon name="download" />}
        >
          Download
        </Button>
      </header>
      <div className={styles.view}>
        <FileView source={source} path={path} />
      </div>
    </article>
  );
}
