import { expect, test } from 'vitest';

const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });
const sheets = import.meta.glob<string>('./component-styles.ts', { query: '?raw', import: 'default', eager: true });
const library = import.meta.glob<string>('/node_modules/@mantine/core/esm/**/*.mjs', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const ESM = '/node_modules/@mantine/core/esm/';

/** The names of the style sheets that a module of the library needs, with those of all that it imports. */
function sheetsOf(module: string, seen: Set<string>): string[] {
  if (seen.has(module)) return [];
  seen.add(module);
  const sheet = /([A-Za-z]+)\.module\.mjs$/.exec(module)?.[1];
  if (sheet) return [sheet];
  const imports = (library[module] ?? '').matchAll(/(?:import|export)[^"']*["'](\.[^"']+)["']/g);
  return [...imports].flatMap(([, path = '']) => sheetsOf(new URL(path, `file://${module}`).pathname, seen));
}

/** The library's modules of the components that our sources import. */
function usedModules(): string[] {
  const modules = new Map<string, string>();
  for (const [, names = '', path = ''] of (library[`${ESM}index.mjs`] ?? '').matchAll(
    /import \{([^}]*)\} from "\.\/([^"]+)"/g,
  )) {
    for (const name of names.split(',')) modules.set(name.split(' as ').pop()?.trim() ?? '', ESM + path);
  }
  const imports = Object.values(sources).flatMap((text) => [
    ...text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g),
  ]);
  const names = new Set(imports.flatMap(([, list = '']) => list.split(',').map((name) => name.trim())));
  return [...names].flatMap((name) => modules.get(name) ?? []);
}

test('the style sheets of all controls in use are there, and no others', () => {
  const there = [...(sheets['./component-styles.ts'] ?? '').matchAll(/styles\/([A-Z][A-Za-z]+)\.css/g)];
  const modules = usedModules();
  expect(modules.length).toBeGreaterThan(10);
  const seen = new Set<string>();
  const needed = new Set(modules.flatMap((module) => sheetsOf(module, seen)));
  expect(there.map(([, name]) => name).toSorted()).toEqual([...needed].toSorted());
});
