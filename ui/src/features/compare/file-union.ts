import type { FileInfo } from '@/api/types';

/** A file or folder that at least one of several runs has under this path. */
export interface UnitedFile {
  path: string;
  isFolder: boolean;
  /** Its size in each run, in bytes; undefined where a run does not have it. */
  sizes: (number | undefined)[];
}

/** The same folder of several runs laid over each other, folders first, then by name. */
export function unite(listings: readonly (readonly FileInfo[] | undefined)[]): UnitedFile[] {
  const found = new Map<string, UnitedFile>();
  listings.forEach((files, place) => {
    for (const { path, is_dir: isFolder = false, file_size: size } of files ?? []) {
      const key = `${isFolder} ${path}`;
      const known = found.get(key) ?? { path, isFolder, sizes: listings.map(() => undefined) };
      known.sizes[place] = size ?? 0;
      found.set(key, known);
    }
  });
  return [...found.values()].sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || a.path.localeCompare(b.path));
}

/** What is to be said of a file beside its name: that some runs lack it, or that it has not the same size in all. */
export function remarkOn({ sizes, isFolder }: UnitedFile): string {
  const having = sizes.filter((size) => size !== undefined);
  if (having.length < sizes.length) return `${having.length} of ${sizes.length}`;
  return !isFolder && new Set(having).size > 1 ? 'differs' : '';
}
