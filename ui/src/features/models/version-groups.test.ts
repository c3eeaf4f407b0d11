import { expect, it } from 'vitest';
import type { ModelVersion } from '@/api/types';
import { differs } from '@/shared/ui/side-by-side';
import { parseManifest } from './manifest';
import { fieldRows, versionGroups } from './version-groups';

function compared(version: string, inputs: string) {
  return {
    version: { name: 'm', version, creation_timestamp: 0, source: 's' } as ModelVersion,
    row: undefined,
    manifest: parseManifest(`signature: {inputs: '${inputs}'}`),
  };
}

const one = compared('1', '[{"name": "wind", "type": "double"}, {"name": "at", "type": "long"}]');
const two = compared(
  '2',
  '[{"name": "wind", "type": "float"}, {"name": "at", "type": "long"}, {"name": "gust", "type": "double", "required": false}]',
);

it('lays schemas over each other by the names of fields', () => {
  const rows = fieldRows([one, two], ({ inputs }) => inputs);
  expect(rows.map(({ name, texts }) => [name, ...texts])).toEqual([
    ['wind', 'double', 'float'],
    ['at', 'long', 'long'],
    ['gust', undefined, 'double, optional'],
  ]);
  expect(rows.map(differs)).toEqual([true, false, true]);
});

it('tells what it knows of versions without runs', () => {
  const titles = versionGroups([one, { ...two, manifest: undefined }]).map(({ title }) => title);
  expect(titles).toEqual(expect.arrayContaining(['Version', 'Inputs', 'Flavours']));
});
