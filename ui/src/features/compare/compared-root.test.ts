import { expect, it } from 'vitest';
import type { LoggedModel } from '@/api/types';
import { addressOf, comparedRoots, placeOf } from './compared-root';

const model = (name: string, id: string) => ({ info: { name, model_id: id } }) as LoggedModel;
const roots = comparedRoots(['a', 'b'], [[model('forest', 'm2'), model('forest', 'm1')], [model('tree', 'm3')]]);

it('lays the newest models of one name over each other', () => {
  expect(roots.map((root) => root.model)).toEqual([undefined, 'forest', 'tree']);
  expect(roots[1]?.sources).toEqual([{ kind: 'logged-model', modelId: 'm2' }, undefined]);
  expect(roots[2]?.sources).toEqual([undefined, { kind: 'logged-model', modelId: 'm3' }]);
});

it('finds a file again by its address', () => {
  for (const root of roots) {
    expect(placeOf(roots, addressOf(root, 'conf/a.txt'))).toEqual({ root, path: 'conf/a.txt' });
  }
});

it('takes a colon for a part of a name where no model is called so', () => {
  expect(placeOf(roots, 'oak:1.txt')).toEqual({ root: roots[0], path: 'oak:1.txt' });
  expect(placeOf(roots, ':1.txt')).toEqual({ root: roots[0], path: ':1.txt' });
});

it('knows the runs alone while their models are unknown', () => {
  expect(comparedRoots(['a'], [undefined])).toHaveLength(1);
});
