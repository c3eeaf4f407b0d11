import type { Listed } from '@/api/artifacts/list-artifacts';
import { zipUrl } from '@/api/artifacts/source';
import { EmptyState } from '@/shared/ui/empty-state';
import { Icon } from '@/shared/ui/icon';
import { ArtifactTree } from './artifact-tree';
import styles from './artifacts.module.css';
import { OpenFile } from './open-file';

/** A place with files, under a name. `id` stands for it in the address. */
export interface ArtifactRoot {
  id: string;
  title: string;
  source: Listed;
}

interface ArtifactBrowserProps {
  roots: ArtifactRoot[];
  /** The open file as `ROOT-ID:PATH`. */
  open: string | undefined;
  onOpen: (open: string) => void;
  /** How the open file is shown, where it is not as usual. */
  view: string | undefined;
  onView: (view: string | undefined) => void;
}

/** Files as a tree at the left, the open one at the right. */
export function ArtifactBrowser({ roots, open, onOpen, view, onView }: ArtifactBrowserProps) {
  const colon = open?.indexOf(':') ?? -1;
  const root = roots.find((each) => each.id === open?.slice(0, colon));
  const path = open?.slice(colon + 1) ?? '';
  return (
    <div className={styles.browser}>
      <nav className={styles.tree} aria-label="Files">
        {roots.map(({ id, title, source }) => (
          <section key={id} aria-label={title}>
            <div className={styles.root}>
              <span title={title}>{roots.length > 1 ? title : 'Files'}</span>
              <a href={zipUrl(source, '')} download aria-label={`Zip of all of ${title}`} title="Download all as zip">
                <Icon name="download" />
              </a>
            </div>
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
        <OpenFile key={open} source={root.source} path={path} view={view} onView={onView} />
      ) : (
        <EmptyState title="Choose a file to see it" />
      )}
    </div>
  );
}
