import { expect, it } from 'vitest';
import type { TableWindow } from '@/api/types';
import { isDifferent, joinTables, onlyDifferences, tablesOf } from './logged-tables';

function table(columns: Record<string, (string | number)[]>): TableWindow {
  const entries = Object.entries(columns);
  return {
    size_bytes: 1,
    offset: 0,
    rows: entries[0]?.[1].length ?? 0,
    columns: entries.map(([name, values]) => ({ name, type: 'text', values })),
  };
}

const first = table({ q: ['a', 'b', 'c'], answer: [1, 2, 3] });
const second = table({ q: ['b', 'a', 'd'], answer: [2, 9, 4] });

it('reads the tag of tables, whatever stands there', () => {
  const tag = (text: string) => tablesOf(new Map([['mlflow.loggedArtifacts', text]]));
  expect(tag('[{"path": "a.json", "type": "table"}, {"path": "b", "type": "x"}, null, 1]')).toEqual(['a.json']);
  expect([tag('{not json'), tag('{}'), tag('null'), tablesOf(new Map())]).toEqual([[], [], [], []]);
});

it('lays tables over each other by place', () => {
  const joined = joinTables([first, second, undefined], undefined);
  expect(joined.columns).toEqual(['q', 'answer']);
  expect(joined.rows.map((row) => row.runs.map((values) => values?.answer))).toEqual([
    [1, 2, undefined],
    [2, 9, undefined],
    [3, 4, undefined],
  ]);
});

it('lays tables over each other by a column, also where its values repeat', () => {
  const joined = joinTables([first, second], 'q');
  expect(joined.rows.map((row) => row.runs.map((values) => values?.answer))).toEqual([
    [1, 9],
    [2, 2],
    [3, undefined],
    [undefined, 4],
  ]);
  const repeated = joinTables([table({ q: ['a', 'a'], n: [1, 2] }), table({ q: ['a', 'a'], n: [1, 3] })], 'q');
  expect(repeated.rows.map((row) => row.runs.map((values) => values?.n))).toEqual([
    [1, 1],
    [2, 3],
  ]);
});

it('keeps what differs from the first run', () => {
  const joined = joinTables([first, table({ q: ['a', 'b', 'c'], answer: [1, 5, 3] })], 'q');
  const { columns, rows } = onlyDifferences(joined);
  expect([columns, rows.map((row) => row.id)]).toEqual([['answer'], ['"b"']]);
  const [row] = rows;
  if (row === undefined) throw new Error('no row');
  expect([isDifferent(row, 0, 'answer'), isDifferent(row, 1, 'answer'), isDifferent(row, 1, 'q')]).toEqual([
    false,
    true,
    false,
  ]);
});
