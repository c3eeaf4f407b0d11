import { expect, it } from 'vitest';
import { fileKind, folderOf, viewsOf } from './file-kind';

it('knows files by their names', () => {
  expect(['a/b.PNG', 'MLmodel', 'x.csv', 'model.pkl', 'noextension', 'a.ipynb', 'Dockerfile'].map(fileKind)).toEqual([
    'image',
    'yaml',
    'table',
    'other',
    'other',
    'notebook',
    'text',
  ]);
});

it('offers views by kind', () => {
  expect(['a.svg', 'a.png', 'a.html', 'a.parquet', 'a.csv', 'a.bin'].map(viewsOf)).toEqual([
    ['image', 'source'],
    ['image'],
    ['page', 'source'],
    ['table'],
    ['table', 'source'],
    [],
  ]);
});

it('finds the folder of a file', () => {
  expect(['a', 'a/b', 'a/b/c'].map(folderOf)).toEqual(['', 'a', 'a/b']);
});
