import { expect, test } from 'vitest';
import type { RunRow } from '@/api/runs/run-row';
import type { ProjectJob } from '@/api/types';
import { repeatableOf, unquoted } from './repeat';

function row(tags: Record<string, string>, params: Record<string, string> = {}): RunRow {
  return { tags: new Map(Object.entries(tags)), params: new Map(Object.entries(params)) } as unknown as RunRow;
}

const PROJECT = {
  'mlflow.source.type': 'PROJECT',
  'mlflow.source.name': 'https://example.org/wind.git#models',
  'mlflow.source.git.commit': 'c'.repeat(40),
  'mlflow.project.entryPoint': 'train',
  'mlflow.project.env': 'uv',
};

test('a run of a project is repeated from what its tags and params say', () => {
  expect(repeatableOf(row(PROJECT, { depth: '7', note: "'calm sea'" }), undefined)).toEqual({
    uri: 'https://example.org/wind.git#models',
    version: 'c'.repeat(40),
    entryPoint: 'train',
    envManager: 'uv',
    queue: 'default',
    parameters: [
      ['depth', '7'],
      ['note', 'calm sea'],
    ],
  });
});

test('a folder is repeated as it stands now', () => {
  expect(repeatableOf(row({ ...PROJECT, 'mlflow.source.name': '/srv/wind' }), undefined)?.version).toBeUndefined();
  expect(repeatableOf(row({ ...PROJECT, 'mlflow.source.name': 'file:///srv/wind' }), null)?.version).toBeUndefined();
  expect(repeatableOf(row({ ...PROJECT, 'mlflow.source.name': 'git@example.org:wind' }), null)?.version).toBeDefined();
});

test('a run of a job is repeated with exactly what the job was given', () => {
  const job = { uri: '/srv/wind', entry_point: 'main', queue: 'gpu', parameters: [{ key: 'note', value: "'x y'" }] };
  expect(repeatableOf(row({}, { other: '1' }), job as ProjectJob)).toEqual({
    uri: '/srv/wind',
    entryPoint: 'main',
    queue: 'gpu',
    parameters: [['note', "'x y'"]],
  });
});

test('a run that was no project cannot be repeated', () => {
  expect(
    repeatableOf(row({ 'mlflow.source.type': 'LOCAL', 'mlflow.source.name': 'train.py' }), undefined),
  ).toBeUndefined();
  expect(repeatableOf(row({ 'mlflow.source.type': 'PROJECT' }), undefined)).toBeUndefined();
});

test('only what a shell would have quoted so is unquoted', () => {
  expect(unquoted("'calm sea'")).toBe('calm sea');
  expect(unquoted(`'it'"'"'s'`)).toBe("it's");
  expect(unquoted("''")).toBe('');
  expect(unquoted("'plain'")).toBe("'plain'");
  expect(unquoted("a'b c'")).toBe("a'b c'");
  expect(unquoted('plain')).toBe('plain');
});
