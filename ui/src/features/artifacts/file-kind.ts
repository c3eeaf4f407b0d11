export type FileKind = 'image' | 'json' | 'table' | 'markdown' | 'text' | 'other';

const KINDS: [FileKind, string][] = [
  ['image', 'png jpg jpeg gif webp svg bmp avif ico'],
  ['json', 'json'],
  ['table', 'csv tsv'],
  ['markdown', 'md'],
  [
    'text',
    'txt log err yaml yml py pyi js ts sh sql toml ini cfg conf xml html htm css r jsonl ndjson ipynb rst mlmodel mlproject properties env lock',
  ],
];
const BY_EXTENSION = new Map(KINDS.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)));

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** How a file is shown, by its name; what is unknown is only offered for download. */
export function fileKind(path: string): FileKind {
  const name = nameOf(path).toLowerCase();
  return BY_EXTENSION.get(name.slice(name.lastIndexOf('.') + 1)) ?? 'other';
}
